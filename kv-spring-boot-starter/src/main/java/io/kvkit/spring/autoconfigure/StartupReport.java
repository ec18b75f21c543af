package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.KvPropertyException;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/** What the log says about kvkit when the application starts, and what stops a start that would not keep promises. */
final class StartupReport {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private final KvStore store;
    private final @Nullable StoreDescription description;
    private final List<StoreChecks> checks;
    private final KeyPrefix prefix;
    private final Environment environment;

    /**
     * Makes a report.
     *
     * @param description what is known of the store; null for a store of the application's own
     * @param checks what is looked at in the store; nothing in one of the application's own
     */
    StartupReport(
            KvStore store,
            @Nullable StoreDescription description,
            List<StoreChecks> checks,
            KeyPrefix prefix,
            Environment environment) {
        this.store = store;
        this.description = description;
        this.checks = List.copyOf(checks);
        this.prefix = prefix;
        this.environment = environment;
    }

    void write(OperationRegistry operations) {
        if (description != null && !description.chosen()) {
            refuseOnCloudPlatform(operations.all());
            log.warn("kvkit keeps its records in this process only, because no Redis is configured: other processes do"
                    + " not see them and they end with it. Set kv.redis.uri, or kv.store=memory to accept this.");
        }
        log.info("kvkit: {}, {} operations, keys start with {}", where(), operations.size(), prefix.value());
        operations.unmatchedNames().forEach(name -> log.warn("{} matches no annotation of this application", name));
        operations.doubts().forEach(log::warn);
        if (isShared()) {
            warnOfSharing(operations.unnamed());
        }
        checks.forEach(check -> check.run(operations));
    }

    private void warnOfSharing(List<Operation> unnamed) {
        if (!prefix.chosen()) {
            log.warn("Keys start with \"kv\", like those of any other application without a name on this Redis. Set"
                    + " kv.key-prefix or spring.application.name.");
        }
        if (!unnamed.isEmpty()) {
            log.warn(
                    "Without a name of their own, records are lost when class or method are renamed. Set name on: {}",
                    unnamed.stream()
                            .map(operation -> operation.site().toString())
                            .distinct()
                            .collect(Collectors.joining(", ")));
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

    private boolean isShared() {
        return store.capabilities().contains(Capability.SHARED);
    }

    private String where() {
        return description == null
                ? "store of the application (" + store.getClass().getName() + ")"
                : description.toString();
    }
}
