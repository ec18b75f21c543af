package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.Operation;
import io.kvkit.store.Durability;
import io.kvkit.store.KvStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** All open stores by name, and the store of each area. */
public final class Stores implements AutoCloseable {

    /** The name of the store of all areas for which no other store is set. */
    public static final String DEFAULT = "default";

    private final Map<String, OpenStore> byName = new LinkedHashMap<>();
    private final Map<Area<?>, OpenStore> byArea = new LinkedHashMap<>();
    private final Map<Area<?>, Durability> durable = new LinkedHashMap<>();
    private final Set<Area<?>> disabled = new HashSet<>();

    private Stores(OpenStore main) {
        byName.put(DEFAULT, main);
    }

    /**
     * Opens the stores under {@code kv.stores} and finds the store of each area.
     *
     * @throws KvPropertyException if a store cannot be opened, or an area names a store that does not exist
     */
    static Stores open(
            OpenStore main, Collection<StoreProvider> providers, ConfiguredStores properties, BeanFactory beans) {
        Stores stores = new Stores(main);
        try {
            properties.further().keySet().forEach(name -> requireFree(name, beans));
            properties.further().forEach((name, it) -> stores.add(open(name, it, providers)));
            properties.areas().forEach(area -> stores.assign(area, beans));
            return stores;
        } catch (RuntimeException failure) {
            stores.close();
            throw failure;
        }
    }

    private static OpenStore open(String name, StoreProperties properties, Collection<StoreProvider> providers) {
        String property = StoreProperties.root(name) + ".type";
        return StoreProviders.of(properties.kind(), providers, "The store " + name, property)
                .open(name, properties);
    }

    // One of the two would be ignored without a word.
    private static void requireFree(String name, BeanFactory beans) {
        if (beans.containsBean(name) && beans.isTypeMatch(name, KvStore.class)) {
            throw new KvPropertyException(
                    StoreProperties.root(name) + " has the name of a KvStore bean of the application",
                    "Rename one of them, so that it is clear which one an area uses");
        }
    }

    private void add(OpenStore store) {
        byName.put(store.name(), store);
    }

    private void assign(AreaProperties<?> properties, BeanFactory beans) {
        Area<?> area = properties.settings().area();
        String name = properties.store() == null ? DEFAULT : properties.store();
        if (name.isBlank()) {
            throw new KvPropertyException(area.root() + ".store is empty", "Write the name of a store, or remove it");
        }
        OpenStore known = byName.get(name);
        OpenStore store = known == null ? ofApplication(name, beans) : known;
        if (store == null) {
            throw new KvPropertyException(
                    area.root() + ".store=" + name + " is neither a store under kv.stores nor a KvStore bean",
                    "Write one of " + String.join(", ", new TreeSet<>(byName.keySet())) + ", or define kv.stores."
                            + name);
        }
        byArea.put(area, store);
        durable.put(area, AreaDurability.of(properties, store));
        if (!properties.settings().enabled()) {
            disabled.add(area);
        }
    }

    private @Nullable OpenStore ofApplication(String bean, BeanFactory beans) {
        if (!beans.containsBean(bean) || !beans.isTypeMatch(bean, KvStore.class)) {
            return null;
        }
        KvStore store = beans.getBean(bean, KvStore.class);
        OpenStore same = byName.values().stream()
                .filter(one -> one.store() == store)
                .findFirst()
                .orElseGet(() -> OpenStore.ofApplication(bean, store, (operations, areas) -> {}));
        byName.putIfAbsent(same.name(), same);
        return same;
    }

    /**
     * Returns the store with a name.
     *
     * @throws KvPropertyException if there is none, such as a store that was configured only at build time
     */
    public OpenStore named(String name) {
        OpenStore store = byName.get(name);
        if (store == null) {
            throw new KvPropertyException(
                    StoreProperties.root(name) + " is not configured, but a bean needs it",
                    "Set " + StoreProperties.root(name) + ".redis.uri, or " + StoreProperties.root(name)
                            + ".type=memory");
        }
        return store;
    }

    /** Returns each store once, the default one first. */
    public List<OpenStore> all() {
        return List.copyOf(byName.values());
    }

    /** Returns the store of an area. */
    public OpenStore of(Area<?> area) {
        return byArea.getOrDefault(area, named(DEFAULT));
    }

    /** Returns how safe the records of an area are before a call relies on them. */
    public Durability durabilityOf(Area<?> area) {
        return durable.getOrDefault(area, Durability.NONE);
    }

    /** Returns the enabled areas whose records on a store must be durable. */
    public Map<Area<?>, Durability> durableOn(OpenStore store) {
        Map<Area<?>, Durability> some = new LinkedHashMap<>(durable);
        some.entrySet().removeIf(it -> !it.getValue().isAwaited() || !isOn(store, it.getKey()));
        some.keySet().removeAll(disabled);
        return some;
    }

    /** Returns the areas that keep their records on a store. */
    public List<Area<?>> areasOf(OpenStore store) {
        return byArea.keySet().stream().filter(area -> isOn(store, area)).collect(Collectors.toUnmodifiableList());
    }

    /** Returns those of the operations that keep their records on a store. */
    public List<Operation> on(OpenStore store, List<Operation> operations) {
        return operations.stream()
                .filter(operation -> isOn(store, operation.area()))
                .toList();
    }

    private boolean isOn(OpenStore store, Area<?> area) {
        return of(area).name().equals(store.name());
    }

    /**
     * Closes the stores under {@code kv.stores}. The default store and those of the application are beans of their own.
     */
    @Override
    public void close() {
        new ArrayList<>(byName.values())
                .stream()
                        .filter(store -> !store.name().equals(DEFAULT) && store.description() != null)
                        .forEach(OpenStore::close);
    }
}
