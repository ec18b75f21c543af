package io.kvkit.spring.autoconfigure.store;

import java.util.Locale;

/** The place of the records. */
public enum StoreType {
    /** On a Redis server, shared by all processes that use it. */
    REDIS("RedisStores", "Lettuce", "io.lettuce:lettuce-core"),
    /** In this process. Other processes do not see the records, and they end with the process. */
    MEMORY("MemoryStores", "kvkit", "io.kvkit:kv-core");

    private final String provider;
    private final String library;
    private final String artifact;

    StoreType(String provider, String library, String artifact) {
        this.provider = provider;
        this.library = library;
        this.artifact = artifact;
    }

    /** Returns the type as it is written in a configuration. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name of the {@link StoreProvider} in this package, whose class may fail to load. */
    String provider() {
        return StoreType.class.getPackageName() + "." + provider;
    }

    /** Returns the library that the type needs on the class path. */
    String library() {
        return library;
    }

    /** Returns the coordinates of the library. */
    String artifact() {
        return artifact;
    }
}
