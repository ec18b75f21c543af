package io.kvkit.spring.transaction;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** The context of the subscription for which a call is guarded on this thread. Loaded only if Reactor is present. */
public final class SubscribedContext {

    private static final ThreadLocal<@Nullable ContextView> CURRENT = new ThreadLocal<>();

    private SubscribedContext() {}

    /** Runs work on this thread for a subscription with a context. */
    public static <T extends @Nullable Object> T inside(ContextView context, Supplier<T> work) {
        ContextView before = CURRENT.get();
        CURRENT.set(context);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    static @Nullable ContextView current() {
        return CURRENT.get();
    }
}
