package io.kvkit.spring.dedupe;

import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code @DedupeEvent} annotation.
 *
 * @param site the place of the annotation
 * @param name the name of the consumer
 * @param named whether the annotation has a name
 * @param enabled whether duplicates are recognised
 * @param returns the shape of the return type
 * @param controller whether the method handles requests
 * @param key the identity of the event
 * @param settings the settings of the consumer
 * @param duplicateResult the result for a duplicate; null for null, or empty
 */
public record DedupeOperation(
        OperationSite site,
        String name,
        boolean named,
        boolean enabled,
        ReturnShape returns,
        boolean controller,
        KeyPlan key,
        OnceSettings settings,
        @Nullable ValuePlan duplicateResult)
        implements Operation {

    @Override
    public Area<?> area() {
        return DedupeArea.DEDUPE;
    }

    @Override
    public Map<String, String> traits() {
        return Map.of(
                "ttl", settings.ttl().toString(), "lease", settings.lease().toString(), "scope", key.scope());
    }

    @Override
    public Ownership ownership() {
        return new Ownership(
                site.annotation() + " " + name, "so an event that one handled would be a duplicate to the other", true);
    }
}
