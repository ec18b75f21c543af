package io.kvkit.spring.operation;

/** Refuses annotations that undo each other on one method. */
final class MethodCombinations {

    private MethodCombinations() {}

    static void check(Operations operations) {
        CachedOperation cached = operations.cached();
        for (InvalidateOperation invalidation : operations.invalidations()) {
            if (cached != null && cached.name().equals(invalidation.name())) {
                throw invalidation
                        .site()
                        .error(
                                "name",
                                invalidation.name(),
                                "@Cached of this name stands on the same method, so each call would remove what it keeps",
                                "Put @CacheInvalidate on the method that changes what is cached");
            }
        }
    }
}
