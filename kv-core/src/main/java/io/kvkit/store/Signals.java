package io.kvkit.store;

/**
 * Notifications of a store about changed keys. With them, an application can drop a copy of a value or end a wait
 * without polling.
 *
 * <p>A signal means "read again" and does not contain the value. It comes after the change: a read after the signal
 * finds the changed record or a later one. Changes by this process and by other processes give the same signals. One
 * change may give several signals, and several changes of one key may give one. An expired record gives a signal before
 * or when a read finds it missing; a record that a full store drops gives one when it is dropped. An operation that
 * changes nothing gives none, except that a deletion may give one for a record that is already missing.
 *
 * <p>Signals of a server are neither ordered with the answers to other calls nor certain to arrive: they get lost with
 * the connection. Two rules make copies safe anyway. A value is copied only if no signal for its key, and none for
 * anything, came between the start of the read and the copying. And a copy is used only while the {@linkplain
 * Subscription#silenceNanos() silence} is shorter than the age that the caller accepts.
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
     * Registers a listener for the changes in a namespace. The method returns at once and does not throw, whether or
     * not a server can be reached.
     *
     * <p>The listener hears of the changes made after this method has returned, if the subscription is not silent then.
     * Otherwise the store first has to ask a server for signals: {@link Subscription#silenceNanos()} is {@link
     * Long#MAX_VALUE} until they arrive, and just before that, the listener is told that anything may have changed. If
     * no server gives signals, it stays that way.
     *
     * @param namespace the namespace of the keys
     * @param listener receives the signals until the subscription is closed
     * @return the subscription
     */
    Subscription listen(Namespace namespace, Listener listener);

    /**
     * Receives signals. It is called by the thread that makes a change or by a thread of the store, by several
     * threads at a time. It must be quick and must not block. Exceptions are logged and ignored.
     *
     * @since 0.1
     */
    interface Listener {

        /** Called after the record of a key was written, patched or removed, or has expired. */
        void changed(Key key);

        /** Called if signals may have been lost, so any key of the namespace may have changed. */
        void anythingChanged();
    }

    /**
     * The registration of a listener.
     *
     * @since 0.1
     */
    interface Subscription extends AutoCloseable {

        /** A subscription that hears nothing. */
        Subscription DEAF = new Subscription() {
            @Override
            public long silenceNanos() {
                return Long.MAX_VALUE;
            }

            @Override
            public void close() {}
        };

        /**
         * Returns for how long changes may have happened without a signal, in nanoseconds. A copy that was made from a
         * read is at most this much out of date, apart from the time that a signal needs. It is 0 if a change gives its
         * signals before the call that made it returns, and grows while a connection that brings signals is lost. It is
         * {@link Long#MAX_VALUE} until signals arrive for the first time.
         */
        default long silenceNanos() {
            return 0;
        }

        /** Ends the registration. Signals that are being delivered may still arrive. Closing it again does nothing. */
        @Override
        void close();
    }
}
