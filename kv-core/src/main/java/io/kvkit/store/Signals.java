package io.kvkit.store;

/**
 * What a store tells of changed keys, so that a copy of a value can be dropped and a wait can end without asking again and
 * again.
 *
 * <p>A signal means "read again" and says nothing of the value. It comes after the change: what is read after a signal is
 * the changed record or a later one. Changes by this process and by others are told alike. A change can be told more than
 * once, and several changes of one key can be told as one. A record that expires is told no later than a read finds it
 * missing; one that a full store drops is told when it goes. What changes nothing is not told.
 *
 * <pre>{@code
 * Signals.Subscription subscription = signals.listen(products, new Signals.Listener() {
 *     public void changed(Key key) {
 *         copies.remove(key);
 *     }
 *
 *     public void anythingChanged() {
 *         copies.clear();
 *     }
 * });
 * }</pre>
 *
 * @since 0.1
 */
public interface Signals {

    /**
     * Tells a listener of the changes in a namespace, beginning with those that are made after this method has returned.
     *
     * @param namespace whose keys the listener hears of
     * @param listener hears of the changes until the subscription is closed
     * @return the subscription
     */
    Subscription listen(Namespace namespace, Listener listener);

    /**
     * Hears of changes. It is called on the thread that makes a change or on one of the store, by several threads at a
     * time: it must be quick and must not block. What it throws is logged and changes nothing.
     *
     * @since 0.1
     */
    interface Listener {

        /** The record of a key was written, patched, removed, or has expired. */
        void changed(Key key);

        /** Signals may have been lost: any key of the namespace may have changed. */
        void anythingChanged();
    }

    /**
     * A listener that hears of changes.
     *
     * @since 0.1
     */
    interface Subscription extends AutoCloseable {

        /** Ends it. What is being told meanwhile may still arrive; closing twice does nothing. */
        @Override
        void close();
    }
}
