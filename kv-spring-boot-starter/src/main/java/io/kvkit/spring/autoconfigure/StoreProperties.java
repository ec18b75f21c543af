package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.KvPropertyException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of one store under {@code kv.stores}.
 *
 * @param type where it keeps records: redis or memory. Unset: redis, whose address must be set then
 * @param redis as under kv.redis, of which nothing is taken over
 * @param memory as under kv.memory, of which nothing is taken over
 */
record StoreProperties(
        @Nullable StoreType type,
        @NestedConfigurationProperty @DefaultValue RedisProperties redis,
        @NestedConfigurationProperty @DefaultValue MemoryProperties memory) {

    /** The properties of the store of that name. */
    static String root(String name) {
        return "kv.stores." + name;
    }

    void check(String name) {
        String root = root(name);
        if (name.equals(Stores.DEFAULT) || !name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new KvPropertyException(
                    root + " is not the name of a further store",
                    name.equals(Stores.DEFAULT)
                            ? "Configure the default store with kv.redis or kv.store, or write another name"
                            : "Write up to 64 letters, digits, hyphens and underscores");
        }
        RedisRules.check(root + ".redis", redis);
        memory.check(root + ".memory");
        if (type == null && !redis.hasAddress()) {
            throw new KvPropertyException(
                    root + " does not say where records are kept",
                    "Set " + root + ".redis.uri, or " + root + ".type=memory");
        }
    }

    /** What keeps the records. */
    StoreType kind() {
        return type == null ? StoreType.REDIS : type;
    }
}
