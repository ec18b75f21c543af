package io.kvkit.spring.outage;

import java.util.List;

/** The servers that an application uses, and one way in which they go away and come back. */
interface Site extends AutoCloseable {

    /** Where the application finds them. */
    List<String> properties();

    /** Returns when everything that was acknowledged so far is where it survives the outage, as far as it can be. */
    default void replicate() {}

    void begin();

    /** Returns when the servers could answer again, whatever the application makes of it. */
    void end();

    @Override
    void close();
}
