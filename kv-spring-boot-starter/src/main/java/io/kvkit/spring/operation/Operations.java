package io.kvkit.spring.operation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All operations of one method.
 *
 * @param cached its {@code @Cached}; null if it has none
 * @param invalidations its {@code @CacheInvalidate}, in their order
 * @param updates its {@code @CacheUpdate}, in their order
 * @param idempotent its {@code @Idempotent}; null if it has none
 * @param rateLimits its {@code @RateLimited}, in their order, or those of its class
 * @param dedupe its {@code @DedupeEvent}; null if it has none
 */
public record Operations(
        @Nullable CachedOperation cached,
        List<InvalidateOperation> invalidations,
        List<UpdateOperation> updates,
        @Nullable IdempotentOperation idempotent,
        List<RateLimitedOperation> rateLimits,
        @Nullable DedupeOperation dedupe) {

    /** The operations of a method that has none. */
    public static final Operations NONE = new Operations(null, List.of(), List.of(), null, List.of(), null);

    public Operations {
        invalidations = List.copyOf(invalidations);
        updates = List.copyOf(updates);
        rateLimits = List.copyOf(rateLimits);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Whether the method handles requests. */
    public boolean handleRequests() {
        return all().stream().anyMatch(operation -> operation.site().handlesRequests());
    }

    /** All of them. */
    public List<Operation> all() {
        List<Operation> all = new ArrayList<>(rateLimits);
        add(all, dedupe);
        add(all, idempotent);
        all.addAll(invalidations);
        all.addAll(updates);
        add(all, cached);
        return all;
    }

    private static void add(List<Operation> all, @Nullable Operation operation) {
        if (operation != null) {
            all.add(operation);
        }
    }
}
