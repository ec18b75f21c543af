package io.kvkit.spring.autoconfigure;

import java.util.Locale;

/** Where records are kept. */
enum StoreType {
    /** On a Redis server, shared by all processes that use it. */
    REDIS,
    /** In this process; other processes do not see them, and they end with it. */
    MEMORY;

    /** As it is written in a configuration. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
