package io.kvkit.spring.idempotent;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.IdempotencyKeyMissingException;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.ResultFormat;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.IdempotencyKeyHeader;
import io.kvkit.spring.exchange.RequestFingerprint;
import io.kvkit.spring.exchange.Sha256;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.OnceCondition;
import io.kvkit.spring.intercept.OnceWork;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.store.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A method with {@code @Idempotent}. */
final class IdempotentMethod implements GuardedMethod {

    private static final Duplicates RECORDED = new Duplicates.Replay(RecordedResults.INSTANCE);

    private final IdempotentOperation operation;
    private final OnceSettings settings;
    private final Namespace namespace;
    private final CallGuard<OnceCall> guard;
    private final Duplicates results;
    private final RequestFingerprint fingerprints;
    private final BodyArguments bodies;
    private final OnceCondition condition;
    private final OnceWork work;

    /**
     * Creates a guarded method.
     *
     * @param settings the settings of the operation with its keys
     * @param results writes return values, if no response is recorded
     * @param fingerprints compares requests
     * @param condition says which calls are guarded
     * @param work what calls get beside their guard
     */
    IdempotentMethod(
            IdempotentOperation operation,
            OnceSettings settings,
            Namespace namespace,
            CallGuard<OnceCall> guard,
            ResultFormat results,
            RequestFingerprint fingerprints,
            OnceCondition condition,
            OnceWork work) {
        this.operation = operation;
        this.settings = settings;
        this.namespace = namespace;
        this.guard = guard;
        this.results = new Duplicates.Replay(results);
        this.fingerprints = fingerprints;
        this.work = work;
        this.bodies = BodyArguments.of(operation.site().method());
        this.condition = condition;
    }

    @Override
    public ReturnShape returns() {
        return operation.returns();
    }

    @Override
    public boolean readsRequest() {
        return operation.controller()
                || operation.header() != null
                || operation.fingerprint() != null
                || operation.condition() != Condition.ALWAYS
                || operation.key().simpleArguments() == null;
    }

    // NullAway does not see in class files that an array may be null.
    @SuppressWarnings("NullAway")
    @Override
    public @Nullable GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange) {
        String id = condition.applies(call) ? id(call, exchange) : null;
        if (id == null) {
            return work.unprotected(call);
        }
        boolean recorded = operation.controller() && call.client().inRequest();
        OnceCall guarded =
                new OnceCall(namespace.key(id), fingerprint(call, exchange), recorded ? RECORDED : results, settings);
        CallGuard<OnceCall> own = recorded ? replaying(Objects.requireNonNull(exchange)) : work.committed(guard);
        return GuardedCall.of(work.around(own, call), work.asking(guarded, call));
    }

    private CallGuard<OnceCall> replaying(Exchange exchange) {
        exchange.reportLifetime(settings.ttl());
        return new ReplayGuard(work.committed(guard), exchange);
    }

    private @Nullable String id(Invocation call, @Nullable Exchange exchange) {
        String id = operation.header() == null
                ? operation.key().idIfPresent(call)
                : headerId(call, exchange, operation.header());
        if (id == null && operation.keyRequired()) {
            throw new IdempotencyKeyMissingException(
                    operation.header() == null
                            ? "The key " + operation.key().expression() + ", or a part of it, is null or blank"
                            : "The request needs the header " + operation.header());
        }
        return id;
    }

    private @Nullable String headerId(Invocation call, @Nullable Exchange exchange, String header) {
        String key = call.client().inRequest() && exchange != null ? IdempotencyKeyHeader.read(exchange, header) : null;
        return key == null ? null : operation.key().idOf(call, key);
    }

    private byte @Nullable [] fingerprint(Invocation call, @Nullable Exchange exchange) {
        if (operation.fingerprint() != null) {
            return Sha256.of(operation.fingerprint().id(call).getBytes(StandardCharsets.UTF_8));
        }
        return operation.comparesRequests() && exchange != null
                ? fingerprints.of(exchange, bodies.of(call.arguments()))
                : null;
    }
}
