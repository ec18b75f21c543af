package io.kvkit.spring.autoconfigure;

import java.util.Locale;

/** Where records are kept. */
enum StoreType {
    /** On a Redis server, shared by all processes that use it. */
    REDIS("RedisStores", "Lettuce", "io.lettuce:lettuce-core"),
    /** In this process; other processes do not see them, and they end with it. */
    MEMORY("MemoryStores", "kvkit", "io.kvkit:kv-core");

    private final String provider;
    private final String library;
    private final String artifact;

    StoreType(String provider, String library, String artifact) {
        this.provider = provider;
        this.library = library;
        this.artifact = artifact;
    }

    /** As it is written in a configuration. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the {@link StoreProvider} of this package; its class may not load. */
    String provider() {
        return StoreType.class.getPackageName() + "." + provider;
    }

    /** What it needs on the class path. */
    String library() {
        return library;
    }

    /** Where the library is in a repository. */
    String artifact() {
        return artifact;
    }
}
