package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.kvkit.store.KvException;
import org.jspecify.annotations.Nullable;

/** Creates the exceptions of a call, by the kind of fault. */
sealed interface Faults permits Operation, SharedFaults {

    /** The call was passed to the driver, which failed, or the server replied with an error. */
    KvException of(Throwable failure);

    /** The call was not sent, because there is no connection; the failure is the reason, if known. */
    KvException notConnected(@Nullable Throwable failure);

    /** The call was to be sent with others, and sending failed. */
    KvException notSent(Throwable failure);

    /** The change was made, but is not durable in time; the refusal is the server's answer to the wait, if that failed. */
    KvException notDurable(Durability durability, @Nullable Throwable refusal);

    /** The store is closed. */
    KvException closed();

    /** The time of the call is over. */
    KvException late(boolean sent);
}
