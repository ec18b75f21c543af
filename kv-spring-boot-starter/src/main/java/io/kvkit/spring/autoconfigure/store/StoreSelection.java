package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.autoconfigure.redis.KvConnectionDetails;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The selected store and the source of its address, determined from properties and the types of bean definitions.
 *
 * @param type the type of the store
 * @param address the source of the address of Redis
 */
record StoreSelection(StoreProperties.Type type, AddressSource address) {

    /** The sources of the address of Redis, in order of precedence. */
    enum AddressSource {
        OWN_BEAN,
        OWN_PROPERTIES,
        DATA_REDIS_BEAN,
        DATA_REDIS_PROPERTIES,
        NONE;

        /** The sources that use Spring Data Redis. */
        static final Set<AddressSource> DATA_REDIS = Set.of(DATA_REDIS_BEAN, DATA_REDIS_PROPERTIES);
    }

    // These beans are derived from the configuration, so they add nothing to it.
    private static final Set<String> OWN_DEFAULTS = Set.of(
            "io.kvkit.spring.autoconfigure.redis.PropertiesKvConnectionDetails",
            "io.kvkit.spring.autoconfigure.redis.DataRedisKvConnectionDetails");

    private static final String DATA_REDIS_DETAILS =
            "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails";
    private static final String DATA_REDIS_DEFAULT =
            "org.springframework.boot.data.redis.autoconfigure.PropertiesDataRedisConnectionDetails";

    static StoreSelection of(Environment environment, ListableBeanFactory beans, @Nullable ClassLoader classes) {
        Binder binder = Binder.get(environment);
        StoreProperties.Type chosen =
                binder.bind("kv.store", StoreProperties.Type.class).orElse(null);
        AddressSource address = address(binder, beans, classes);
        if (chosen != null) {
            return new StoreSelection(chosen, address);
        }
        return new StoreSelection(
                address == AddressSource.NONE ? StoreProperties.Type.MEMORY : StoreProperties.Type.REDIS, address);
    }

    private static AddressSource address(Binder binder, ListableBeanFactory beans, @Nullable ClassLoader classes) {
        if (hasBean(beans, KvConnectionDetails.class, OWN_DEFAULTS)) {
            return AddressSource.OWN_BEAN;
        }
        if (isSet(binder, "kv.redis", "uri", "host", "port", "cluster.nodes", "sentinel.nodes", "replicated.nodes")) {
            return AddressSource.OWN_PROPERTIES;
        }
        if (hasDataRedisBean(beans, classes)) {
            return AddressSource.DATA_REDIS_BEAN;
        }
        return isSet(
                        binder,
                        "spring.data.redis",
                        "url",
                        "host",
                        "cluster.nodes",
                        "sentinel.nodes",
                        "masterreplica.nodes")
                ? AddressSource.DATA_REDIS_PROPERTIES
                : AddressSource.NONE;
    }

    // Spring Boot always has connection details of its own, for a server on this machine, which do not count.
    private static boolean hasDataRedisBean(ListableBeanFactory beans, @Nullable ClassLoader classes) {
        Class<?> details = resolve(DATA_REDIS_DETAILS, classes);
        return details != null && hasBean(beans, details, Set.of(DATA_REDIS_DEFAULT));
    }

    private static boolean hasBean(ListableBeanFactory beans, Class<?> type, Set<String> except) {
        return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false))
                .map(name -> beans.getType(name, false))
                .anyMatch(found -> found == null || !except.contains(found.getName()));
    }

    private static @Nullable Class<?> resolve(String name, @Nullable ClassLoader classes) {
        try {
            return ClassUtils.forName(name, classes);
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }

    private static boolean isSet(Binder binder, String prefix, String... names) {
        return Stream.of(names)
                .anyMatch(name -> !binder.bind(prefix + "." + name, Bindable.listOf(String.class))
                        .orElseGet(List::of)
                        .isEmpty());
    }
}
