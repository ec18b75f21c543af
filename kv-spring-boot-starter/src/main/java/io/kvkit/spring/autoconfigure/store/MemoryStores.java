package io.kvkit.spring.autoconfigure.store;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.MicroClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens stores in the memory of this process. */
final class MemoryStores implements StoreProvider {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    @Override
    public StoreProperties.Type type() {
        return StoreProperties.Type.MEMORY;
    }

    @Override
    public OpenStore openDefault(StoreProperties properties) {
        boolean chosen = properties.type() != null;
        String source = chosen ? "kv.store" : "nothing configured";
        return open(Stores.DEFAULT, properties, source, chosen, unused("kv.store", "kv.redis", properties));
    }

    @Override
    public OpenStore open(String name, StoreProperties properties) {
        String root = StoreProperties.root(name);
        return open(name, properties, root, true, unused(root + ".type", root + ".redis", properties));
    }

    private OpenStore open(String name, StoreProperties properties, String source, boolean chosen, StoreChecks checks) {
        return new OpenStore(
                name,
                new InMemoryKvStore(MicroClock.system(), properties.memory().maxEntries()),
                new StoreDescription(type(), source, "this process", chosen),
                checks,
                null);
    }

    // Tests set the type over the address of an application, so this does not fail startup.
    private static StoreChecks unused(String type, String address, StoreProperties properties) {
        return (operations, durable) -> {
            if (properties.redis().hasAddress()) {
                log.warn(
                        "{}=memory, so the address under {} is not used, and records end with this process",
                        type,
                        address);
            }
        };
    }
}
