package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.autoconfigure.redis.RedisProperties;
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
        @Nullable StoreType type,
        @NestedConfigurationProperty @DefaultValue RedisProperties redis,
        @NestedConfigurationProperty @DefaultValue MemoryProperties memory) {

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
    StoreType kind() {
        return type == null ? StoreType.REDIS : type;
    }
}
