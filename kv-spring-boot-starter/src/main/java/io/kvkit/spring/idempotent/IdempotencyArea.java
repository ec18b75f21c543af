package io.kvkit.spring.idempotent;

import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.KvOrder;
import io.kvkit.call.CallGuard;
import io.kvkit.codec.Codec;
import io.kvkit.codec.FaithfulCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.spring.exchange.RequestFingerprint;
import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.intercept.OnceCondition;
import io.kvkit.spring.intercept.ResultCodecs;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.store.Namespace;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

/** Idempotent operations: {@code @Idempotent}. */
public final class IdempotencyArea extends GuardingArea<IdempotencyProperties.Operation> {

    /** The only instance. */
    public static final IdempotencyArea IDEMPOTENCY = new IdempotencyArea();

    private IdempotencyArea() {
        super(io.kvkit.recipe.Area.IDEMPOTENCY);
    }

    @Override
    public String root() {
        return "kv.idempotency";
    }

    @Override
    public String names() {
        return "operations";
    }

    @Override
    public IdempotencyProperties.Operation nothing() {
        return IdempotencyProperties.Operation.NONE;
    }

    @Override
    public List<Advice> advice() {
        return List.of(new Advice("kvIdempotent", KvOrder.IDEMPOTENT, List.of(Idempotent.class)));
    }

    @Override
    public Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers(
            AreaSettings<IdempotencyProperties.Operation> settings, OperationRegistry registry) {
        return Map.of(Idempotent.class, new IdempotentParser(settings)::parse);
    }

    @Override
    public MethodGuards guards(Advice advice, Parts parts) {
        JsonMapper mapper = parts.beans()
                .getBeanProvider(JsonMapper.class)
                .getIfUnique(() -> JsonMapper.builder().build());
        CallGuard<OnceCall> guard = parts.recipes().idempotency().guard();
        RequestFingerprint fingerprints = new RequestFingerprint(mapper);
        KvListeners listeners = parts.beans().getBean(KvListeners.class);
        Codec codec = new FaithfulCodec(parts.codec());
        IdempotencySeals seals = parts.beans().getBean(IdempotencySeals.class);
        return MethodGuards.once(IdempotentOperation.class, parts.beans(), (operation, work) -> {
            Namespace namespace = parts.keys().of(this, operation.name());
            return new IdempotentMethod(
                    operation,
                    seals.settings(operation),
                    namespace,
                    guard,
                    new TypedResults(ResultCodecs.of(codec, operation.returns())),
                    fingerprints,
                    new OnceCondition(operation.condition(), namespace, listeners),
                    work);
        });
    }

    @Override
    public void check(OperationRegistry operations, ConfigurableBeanFactory beans) {
        beans.getBeanProvider(IdempotencySeals.class).ifAvailable(seals -> seals.check(operations));
    }

    @Override
    public boolean isOnce() {
        return true;
    }

    @Override
    public List<Problem> problems() {
        return List.of(
                new Problem("idempotency-key-missing", 400, "Idempotency key missing"),
                new Problem("idempotency-key-invalid", 400, "Idempotency key invalid"),
                new Problem("idempotency-key-reused", 422, "Idempotency key reused"),
                new Problem("idempotency-request-too-large", 413, "Request too large"),
                new Problem("idempotency-in-progress", 409, "Request in progress"),
                new Problem("idempotency-result-not-retained", 409, "Result not retained"),
                new Problem("idempotency-outcome-unknown", 409, "Outcome unknown"),
                new Problem("idempotency-parked", 409, "Request parked"));
    }
}
