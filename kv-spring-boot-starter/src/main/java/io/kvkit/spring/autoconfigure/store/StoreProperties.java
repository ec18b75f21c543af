package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.autoconfigure.redis.RedisProperties;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of one store.
 *
 * @param type where it keeps records: redis or memory. Unset: redis, whose address must be set then
 * @param redis as under kv.redis, of which nothing is taken over
 * @param memory as under kv.memory, of which nothing is taken over
 */
public record StoreProperties(
        @Nullable Type type,
        @NestedConfigurationProperty @DefaultValue RedisProperties redis,
        @NestedConfigurationProperty @DefaultValue MemoryProperties memory) {

    /** The place of the records. A further type stands here, and its properties among the components. */
    public enum Type {
        /** On a Redis server, shared by all processes that use it. */
        REDIS("RedisStores", "Lettuce", "io.lettuce:lettuce-core"),
        /** In this process. Other processes do not see the records, and they end with the process. */
        MEMORY("MemoryStores", "kvkit", "io.kvkit:kv-core");

        private final String provider;
        private final String library;
        private final String artifact;

        Type(String provider, String library, String artifact) {
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
            return StoreProperties.class.getPackageName() + "." + provider;
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

    /** Returns the prefix of the properties of a store. */
    public static String root(String name) {
        return "kv.stores." + name;
    }

    /**
     * Checks the values of the properties.
     *
     * @param name the name of the store
     * @throws KvPropertyException if a value is invalid; the message names the property
     */
    public void check(String name) {
        String root = root(name);
        if (name.equals(Stores.DEFAULT) || !name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new KvPropertyException(
                    root + " is not the name of a further store",
                    name.equals(Stores.DEFAULT)
                            ? "Configure the default store with kv.redis or kv.store, or write another name"
                            : "Write up to 64 letters, digits, hyphens and underscores");
        }
        redis.check(root + ".redis");
        memory.check(root + ".memory");
        if (type == null && !redis.hasAddress()) {
            throw new KvPropertyException(
                    root + " does not say where records are kept",
                    "Set " + root + ".redis.uri, or " + root + ".type=memory");
        }
    }

    /** Returns the place of the records. */
    Type kind() {
        return type == null ? Type.REDIS : type;
    }
}
