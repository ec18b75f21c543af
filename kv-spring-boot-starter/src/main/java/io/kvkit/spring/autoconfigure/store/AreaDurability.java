package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.store.Durability;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How durable the records of an area are, as far as their store can keep them. */
final class AreaDurability {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private AreaDurability() {}

    /**
     * Returns the configured durability, or none on a store that no other process sees: its records end with this process,
     * and tests replace the store of an application in that way.
     *
     * @throws KvPropertyException if the store cannot keep it, unless the area is disabled
     */
    static Durability of(AreaProperties<?> properties, OpenStore store) {
        Durability durability = properties.durable();
        String root = properties.settings().area().root();
        String property = root + ".durability=" + durability.level().name().toLowerCase(Locale.ROOT);
        try {
            store.store().durable(durability);
            return durability;
        } catch (IllegalArgumentException e) {
            throw refused(store, root, property, e);
        } catch (UnsupportedOperationException e) {
            if (store.isShared() && properties.settings().enabled()) {
                throw new KvPropertyException(
                        property + " cannot be kept: " + e.getMessage(),
                        "Set " + root + ".durability=none, or override durable in the store");
            }
            log.warn("{} has no effect, because the records are in the {}", property, store.place());
            return Durability.NONE;
        }
    }

    // Our stores refuse only the time; what a store of the application refuses, it says itself.
    private static KvPropertyException refused(
            OpenStore store, String root, String property, IllegalArgumentException reason) {
        return store.description() == null
                ? new KvPropertyException(
                        property + " is refused by the " + store.place() + ": " + reason.getMessage(),
                        "Change " + root + ".durability or " + root + ".durability-timeout, or the store")
                : new KvPropertyException(
                        root + ".durability-timeout is too long: " + reason.getMessage(),
                        "Write less than half of the timeout of the store, or raise that");
    }
}
