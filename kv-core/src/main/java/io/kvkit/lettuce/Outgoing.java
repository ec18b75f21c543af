package io.kvkit.lettuce;

import io.kvkit.store.KvException;
import java.util.function.Function;

/** Commands to be written to a connection, as soon as it is known whether there is one. */
interface Outgoing {

    /** Returns whether they need not be written any more. */
    boolean isDone();

    void write(Session session);

    /** Called if there is no connection, or if the driver failed to accept them. */
    void refuse(Function<Faults, KvException> reason);
}
