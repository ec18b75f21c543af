package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.autoconfigure.store.OpenStore;
import io.kvkit.spring.autoconfigure.store.StoreProperties;
import io.kvkit.spring.autoconfigure.store.Stores;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.ratelimited.RateLimitArea;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/** Logs the configuration of kvkit at startup, and fails a startup that would not keep promises. */
final class StartupReport {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private final Stores stores;
    private final OpenStore main;
    private final KeyPrefix prefix;
    private final Environment environment;
    private final Predicate<String> isUsedBySpring;
    private final Set<String> routed;

    /**
     * Creates a report.
     *
     * @param isUsedBySpring whether Spring's cache abstraction uses a cache
     * @param routed the limits of routes
     */
    StartupReport(
            Stores stores,
            KeyPrefix prefix,
            Environment environment,
            Predicate<String> isUsedBySpring,
            Set<String> routed) {
        this.stores = stores;
        this.main = stores.named(Stores.DEFAULT);
        this.prefix = prefix;
        this.environment = environment;
        this.isUsedBySpring = isUsedBySpring;
        this.routed = routed;
    }

    void write(OperationRegistry operations) {
        if (!main.isChosen()) {
            refuseOnCloudPlatform(stores.on(main, operations.all()));
            log.warn("kvkit keeps its records in this process only, because no Redis is configured: other processes do"
                    + " not see them and they end with it. Set kv.redis.uri, or kv.store=memory to accept this.");
        }
        log.info("kvkit: {}, {} operations, keys start with {}", main.place(), operations.size(), prefix.value());
        stores.all().stream().filter(store -> !store.name().equals(main.name())).forEach(this::writeFurther);
        operations.unmatchedNames().stream()
                .filter(property -> !isOf(property, CacheArea.CACHE) && !isOf(property, RateLimitArea.RATE_LIMIT))
                .forEach(name -> log.warn("{} matches no annotation of this application", name));
        operations.doubts(this::isNamedElsewhere).forEach(log::warn);
        warnOfSharing(operations.unnamed());
        stores.all().forEach(store -> store.check(stores.on(store, operations.all()), stores.durableOn(store)));
    }

    private boolean isOf(String property, Area<?> area) {
        String start = area.root() + "." + area.names() + ".";
        return property.startsWith(start) && isNamedElsewhere(area, property.substring(start.length()));
    }

    private boolean isNamedElsewhere(Area<?> area, String name) {
        return area.equals(CacheArea.CACHE) && isUsedBySpring.test(name)
                || area.equals(RateLimitArea.RATE_LIMIT) && routed.contains(name);
    }

    private void writeFurther(OpenStore store) {
        String areas = stores.areasOf(store).stream()
                .map(area -> area.root() + ".store")
                .collect(Collectors.joining(", "));
        if (areas.isEmpty()) {
            log.warn(
                    "{} is the store of no area. Set kv.cache.store={} or its like, or remove it.",
                    StoreProperties.root(store.name()),
                    store.name());
        }
        log.info("kvkit: store {}, {}{}", store.name(), store.place(), areas.isEmpty() ? "" : ", for " + areas);
    }

    private void warnOfSharing(List<Operation> unnamed) {
        if (!prefix.chosen() && stores.all().stream().anyMatch(OpenStore::isShared)) {
            log.warn("Keys start with \"kv\", like those of any other application without a name on this Redis. Set"
                    + " kv.key-prefix or spring.application.name.");
        }
        String lost = unnamed.stream()
                .filter(operation -> stores.of(operation.area()).isShared())
                .map(operation -> operation.site().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!lost.isEmpty()) {
            log.warn(
                    "Without a name of their own, records are lost when class or method are renamed. Set name on: {}",
                    lost);
        }
    }

    private void refuseOnCloudPlatform(List<Operation> operations) {
        CloudPlatform platform = CloudPlatform.getActive(environment);
        if (platform == null || platform == CloudPlatform.NONE) {
            return;
        }
        operations.stream().filter(StartupReport::needsSharedStore).findFirst().ifPresent(operation -> {
            throw new KvPropertyException(
                    "No Redis is configured, but this is " + platform + " and " + operation.site()
                            + " promises something across processes",
                    "Set kv.redis.uri, or set kv.store=memory to accept this");
        });
    }

    private static boolean needsSharedStore(Operation operation) {
        return operation.enabled() && operation.area().isOnce();
    }
}
