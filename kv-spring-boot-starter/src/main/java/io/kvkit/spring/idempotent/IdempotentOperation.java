package io.kvkit.spring.idempotent;

import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * A parsed {@code @Idempotent} annotation.
 *
 * @param site the place of the annotation
 * @param name the name of the operation
 * @param named whether the annotation has a name
 * @param enabled whether calls are guarded
 * @param returns the shape of the return type
 * @param controller whether the method handles requests, so that replays are recorded responses
 * @param header the request header with the key; null if the key is an expression
 * @param key the key; with a header only its scope, see {@link KeyPlan#idOf}
 * @param keyRequired whether a call without a key is refused; if not, it runs unguarded
 * @param fingerprint the value that must be the same when a key is used again; null for the whole request on
 *     controllers, and for nothing elsewhere
 * @param condition whether a call is guarded; if not, it runs unguarded
 * @param settings the settings of the operation, without keys
 * @param sealed whether results and steps are sealed
 */
public record IdempotentOperation(
        OperationSite site,
        String name,
        boolean named,
        boolean enabled,
        ReturnShape returns,
        boolean controller,
        @Nullable String header,
        KeyPlan key,
        boolean keyRequired,
        @Nullable KeyPlan fingerprint,
        Condition condition,
        OnceSettings settings,
        boolean sealed)
        implements Operation {

    /** Returns whether requests with one key are compared as a whole. */
    public boolean comparesRequests() {
        return controller && fingerprint == null;
    }

    @Override
    public Area<?> area() {
        return IdempotencyArea.IDEMPOTENCY;
    }

    @Override
    public Map<String, String> traits() {
        return Map.of(
                "return type", returns.type().getTypeName(),
                "ttl", settings.ttl().toString(),
                "lease", settings.lease().toString(),
                "scope", key.scope(),
                "header", String.valueOf(header),
                "sealed", String.valueOf(sealed));
    }

    /**
     * Returns whether a request is compared with earlier ones as a whole.
     *
     * @param hasHeader whether the request has a header: a request without a key is not compared
     */
    public boolean compares(Predicate<String> hasHeader) {
        return enabled && comparesRequests() && (header == null || hasHeader.test(header));
    }

    @Override
    public void check(Operations method, @Nullable BeanFactory beans) {
        if (controller) {
            WebFluxRules.check(this, beans);
        }
    }

    @Override
    public @Nullable Kept kept() {
        return controller ? null : new Kept(returns.type(), true);
    }

    @Override
    public Ownership ownership() {
        return new Ownership(
                site.annotation() + " " + name, "so each would answer with the other's results", header == null);
    }
}
