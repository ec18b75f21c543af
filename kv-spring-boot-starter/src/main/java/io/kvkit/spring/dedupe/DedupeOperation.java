package io.kvkit.spring.dedupe;

import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.KeyPlan;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationSite;
import io.kvkit.spring.operation.ReturnShape;
import io.kvkit.spring.operation.ValuePlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code @DedupeEvent} method.
 *
 * @param site where it was declared
 * @param name the name of the consumer
 * @param named whether the name was written
 * @param enabled whether duplicates are recognised
 * @param returns what the method returns
 * @param controller whether the method handles requests
 * @param key the identity of the event
 * @param settings how the consumer behaves
 * @param duplicateResult what a duplicate gets; null for null, or empty
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
