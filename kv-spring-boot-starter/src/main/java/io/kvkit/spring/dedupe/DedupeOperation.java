package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent.InProgress;
import io.kvkit.annotation.DedupeEvent.StoreFailure;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.KeyPlan;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationSite;
import io.kvkit.spring.operation.ReturnShape;
import io.kvkit.spring.operation.ValuePlan;
import java.time.Duration;
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
 * @param ttl how long an event is remembered after it was handled
 * @param lease after what time an event whose handler died may be handled again
 * @param inProgress what a delivery gets whose event is being handled; never {@code DEFAULT}
 * @param onStoreFailure what happens when the store fails; never {@code DEFAULT}
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
        Duration ttl,
        Duration lease,
        InProgress inProgress,
        StoreFailure onStoreFailure,
        @Nullable ValuePlan duplicateResult)
        implements Operation {

    @Override
    public Area<?> area() {
        return DedupeArea.DEDUPE;
    }

    @Override
    public Map<String, String> traits() {
        return Map.of("ttl", ttl.toString(), "lease", lease.toString(), "scope", key.scope());
    }

    @Override
    public Ownership ownership() {
        return new Ownership(
                site.annotation() + " " + name, "so an event that one handled would be a duplicate to the other", true);
    }
}
