package io.kvkit.lettuce;

import io.kvkit.store.KvException;
import org.jspecify.annotations.Nullable;

/** What a call fails with, by what went wrong. */
sealed interface Faults permits Operation, SharedFaults {

    /** It was handed to the driver, which failed, or the server answered an error. */
    KvException of(Throwable failure);

    /** It was not sent, because there is no connection, perhaps because of that failure. */
    KvException notConnected(@Nullable Throwable failure);

    /** It was to be sent with others, and that failed. */
    KvException notSent(Throwable failure);

    /** The store is closed. */
    KvException closed();

    /** Its time is over. */
    KvException late(boolean sent);
}
