package io.kvkit.spring.intercept;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodClassKey;

/**
 * The methods that an interceptor knows. A proxy calls with the same method objects each time, so that most of them are
 * found by identity.
 */
final class Sites {

    private static final int RECENT = 512;

    /** A method of a class; the site is null if the method is not guarded. */
    private record Place(
            Method method, Class<?> target, @Nullable GuardedSite site) {

        // Equal methods that are not the same are found by their key.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Method called, Object object) {
            return method == called && target == object.getClass();
        }
    }

    private final ConcurrentMap<MethodClassKey, Place> all = new ConcurrentHashMap<>();

    private final BiFunction<Method, Object, @Nullable GuardedSite> preparing;

    // Places are immutable, so a thread that does not see the last write only searches once more.
    private final @Nullable Place[] recent = new Place[RECENT];

    /**
     * Creates sites.
     *
     * @param preparing prepares a method of an object; null if the method is not guarded
     */
    Sites(BiFunction<Method, Object, @Nullable GuardedSite> preparing) {
        this.preparing = preparing;
    }

    /** Returns the site of a method of an object; null if the method is not guarded. */
    @Nullable
    GuardedSite of(Method method, Object target) {
        int slot = System.identityHashCode(method) & RECENT - 1;
        Place last = recent[slot];
        if (last != null && last.isOf(method, target)) {
            return last.site;
        }
        Place known = known(method, target);
        recent[slot] = known;
        return known.site;
    }

    private Place known(Method method, Object target) {
        MethodClassKey key = new MethodClassKey(method, target.getClass());
        Place known = all.get(key);
        if (known == null || !known.isOf(method, target)) {
            GuardedSite site = known == null ? preparing.apply(method, target) : known.site;
            known = new Place(method, target.getClass(), site);
            all.put(key, known);
        }
        return known;
    }
}
