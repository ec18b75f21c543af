package io.kvkit.lettuce;

import io.kvkit.store.KvException;
import java.util.function.Function;

/** What is to be written to a connection, as soon as it is known whether there is one. */
interface Outgoing {

    /** Whether it need not be written any more. */
    boolean isDone();

    void write(Session session);

    /** There is no connection. */
    void refuse(Function<Faults, KvException> reason);

    /** The driver failed to take it. */
    void fail(Throwable failure);
}
