package io.kvkit.spring.outage;

import io.kvkit.store.Key;
import io.kvkit.store.StorePart;
import java.util.List;
import java.util.Set;

/** The servers that an application uses, and one way in which they go away and come back. */
interface Site extends AutoCloseable {

    /** Where the application finds them. */
    List<String> properties();

    /** Returns when everything that was acknowledged so far is where it survives the outage, as far as it can be. */
    default void replicate() {}

    /** The parts of the store that go away, as the application calls them. */
    default Set<String> lost() {
        return Set.of(StorePart.WHOLE.toString());
    }

    /** Whether a key is on a server that stays. */
    default boolean keeps(Key key) {
        return false;
    }

    void begin();

    /** Returns when the servers could answer again, whatever the application makes of it. */
    void end();

    @Override
    void close();
}
