package io.kvkit.spring.idempotent;

import io.kvkit.call.CallGuard;
import io.kvkit.codec.Codec;
import io.kvkit.codec.FaithfulCodec;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.IdempotencyKeyMissingException;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.IdempotencyKeyHeader;
import io.kvkit.spring.exchange.RequestFingerprint;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.intercept.ResultCodecs;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.store.Namespace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Guards methods with {@code @Idempotent}. */
public final class IdempotentMethods implements MethodGuards {

    private static final Duplicates RECORDED = new Duplicates.Replay(RecordedResults.INSTANCE);

    private final CallGuard<OnceCall> guard;
    private final Codec codec;
    private final KeySpace keys;
    private final RequestFingerprint fingerprints;

    /**
     * Creates the guards.
     *
     * @param once the recipe
     * @param codec writes the results
     * @param keys the part of the store that belongs to this application
     * @param fingerprints compares requests
     */
    public IdempotentMethods(Once once, Codec codec, KeySpace keys, RequestFingerprint fingerprints) {
        this.guard = once.guard();
        this.codec = codec;
        this.keys = keys;
        this.fingerprints = fingerprints;
    }

    @Override
    public @Nullable GuardedMethod prepare(Operations operations) {
        IdempotentOperation operation = operations.only(IdempotentOperation.class);
        return operation == null || !operation.enabled() ? null : new IdempotentMethod(operation);
    }

    private final class IdempotentMethod implements GuardedMethod {

        private final IdempotentOperation operation;
        private final Namespace namespace;
        private final Duplicates results;
        private final BodyArguments bodies;

        IdempotentMethod(IdempotentOperation operation) {
            this.operation = operation;
            this.namespace = keys.of(IdempotencyArea.IDEMPOTENCY, operation.name());
            this.results = new Duplicates.Replay(
                    new TypedResults(ResultCodecs.of(new FaithfulCodec(codec), operation.returns())));
            this.bodies = BodyArguments.of(operation.site().method());
        }

        @Override
        public ReturnShape returns() {
            return operation.returns();
        }

        // NullAway does not see in class files that an array may be null.
        @SuppressWarnings("NullAway")
        @Override
        public @Nullable GuardedCall<OnceCall> guard(Invocation call, @Nullable Exchange exchange) {
            String id = id(call, exchange);
            if (id == null) {
                return null;
            }
            boolean recorded = operation.controller() && call.client().inRequest();
            OnceCall guarded = new OnceCall(
                    namespace.key(id),
                    fingerprint(call, exchange),
                    recorded ? RECORDED : results,
                    operation.settings());
            return GuardedCall.of(recorded ? replaying(Objects.requireNonNull(exchange)) : guard, guarded);
        }

        private CallGuard<OnceCall> replaying(Exchange exchange) {
            exchange.reportLifetime(operation.settings().ttl());
            return new ReplayGuard(guard, exchange);
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
            String key =
                    call.client().inRequest() && exchange != null ? IdempotencyKeyHeader.read(exchange, header) : null;
            return key == null ? null : operation.key().idOf(call, key);
        }

        private byte @Nullable [] fingerprint(Invocation call, @Nullable Exchange exchange) {
            if (operation.fingerprint() != null) {
                return digest(operation.fingerprint().id(call));
            }
            return operation.comparesRequests() && exchange != null
                    ? fingerprints.of(exchange, bodies.of(call.arguments()))
                    : null;
        }
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
