package io.kvkit.event;

import io.kvkit.call.LogThrottle;
import io.kvkit.store.MicroClock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of an application.
 *
 * <p>Callers check {@link #isEmpty()} first, so that no event is created without a listener. Notifying listeners never
 * fails. Instances are immutable and safe for use by several threads.
 *
 * @since 0.1
 */
public final class KvListeners {

    /** No listeners. */
    public static final KvListeners NONE = of(List.of());

    private static final Logger log = LoggerFactory.getLogger(KvListener.class);

    private final KvListener[] all;
    private final MicroClock clock;
    private final LogThrottle throttle = new LogThrottle();

    KvListeners(List<? extends KvListener> all, MicroClock clock) {
        this.all = all.toArray(KvListener[]::new);
        this.clock = clock;
    }

    /** Returns listeners that receive every event in this order. */
    public static KvListeners of(List<? extends KvListener> all) {
        return new KvListeners(all, MicroClock.system());
    }

    /** Returns a single listener. */
    public static KvListeners of(KvListener one) {
        return of(List.of(one));
    }

    /** Returns whether there are no listeners. */
    public boolean isEmpty() {
        return all.length == 0;
    }

    /**
     * Passes an event to every listener. An exception of one is logged, at most once in ten seconds, and the others
     * still receive the event.
     */
    public void tell(KvEvent event) {
        for (KvListener listener : all) {
            try {
                listener.onEvent(event);
            } catch (Throwable e) {
                report(e);
            }
        }
    }

    private void report(Throwable failure) {
        if (throttle.allows(clock.micros())) {
            log.warn("A listener failed; further failures within ten seconds are not logged", failure);
        }
    }
}
