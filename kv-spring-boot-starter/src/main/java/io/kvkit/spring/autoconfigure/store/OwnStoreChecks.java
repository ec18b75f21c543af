package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.Operation;
import io.kvkit.store.Durability;
import io.kvkit.store.KvStore;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;

/**
 * Warns if the application's own store is the default one, although the configuration looks as if it were not. Tests
 * replace the store of an application in that way, so this does not fail startup.
 *
 * @param store the application's store, which is the default one
 */
record OwnStoreChecks(KvStore store, ConfiguredStores properties, BeanFactory beans) implements StoreChecks {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");
    private static final String MEND =
            "If only some areas are to use it, set defaultCandidate=false on its @Bean, and name"
                    + " the bean in their kv.<area>.store";

    @Override
    public void run(List<Operation> operations, Map<Area<?>, Durability> durable) {
        properties.areas().stream()
                .filter(area -> area.store() != null && isNameOfDefault(area.store()))
                .findFirst()
                .ifPresentOrElse(OwnStoreChecks::warn, this::warnIfReplaced);
    }

    private void warnIfReplaced() {
        if (properties.main().type() != null || properties.main().redis().hasAddress()) {
            log.warn("The KvStore bean of the application is the default store, so kv.store and kv.redis are not used. "
                    + MEND);
        }
    }

    private static void warn(AreaProperties<?> area) {
        log.warn(
                "{}.store={} names the KvStore bean that is the default store of all areas. {}",
                area.settings().area().root(),
                area.store(),
                MEND);
    }

    private boolean isNameOfDefault(String name) {
        return beans.containsBean(name) && beans.isTypeMatch(name, KvStore.class) && beans.getBean(name) == store;
    }
}
