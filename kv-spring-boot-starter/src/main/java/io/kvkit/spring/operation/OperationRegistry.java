package io.kvkit.spring.operation;

import io.kvkit.spring.KvConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** All known operations, by area and name. Safe for use by several threads. */
public final class OperationRegistry {

    private final OperationSettings settings;
    private final Map<Id, List<Operation>> byName = new LinkedHashMap<>();

    /** Creates an empty registry. */
    public OperationRegistry(OperationSettings settings) {
        this.settings = settings;
    }

    /** Returns all operations in the order in which they were found. */
    public synchronized List<Operation> all() {
        return byName.values().stream().flatMap(Collection::stream).toList();
    }

    /**
     * Returns the number of operations. The shared limit of a class counts once, and the interface of a bean does not
     * count.
     */
    public synchronized int size() {
        List<Operation> counted = new ArrayList<>();
        for (Operation operation : all()) {
            if (counted.stream().noneMatch(other -> OperationRules.isSame(other, operation))) {
                counted.add(operation);
            }
        }
        return counted.size();
    }

    /** Returns the names in the configuration that no operation has, such as {@code kv.cache.caches.prodcuts}. */
    public synchronized List<String> unmatchedNames() {
        return settings.areas().stream()
                .flatMap(area -> unmatched(area).stream())
                .toList();
    }

    private List<String> unmatched(AreaSettings<?> settings) {
        Area<?> area = settings.area();
        return new TreeSet<>(settings.byName().keySet())
                .stream()
                        .filter(name -> !byName.containsKey(new Id(area, name)))
                        .map(name -> area.root() + "." + area.names() + "." + name)
                        .toList();
    }

    /** Returns the operations that do work once and whose names consist of class and method. */
    public synchronized List<Operation> unnamed() {
        return all().stream()
                .filter(operation -> operation.area().isOnce() && !operation.named())
                .toList();
    }

    /**
     * Returns warnings about operations that work, but probably not as intended, each as a sentence.
     *
     * @param namedElsewhere whether something else than annotations of kvkit uses the records of a name in an area
     */
    public synchronized List<String> doubts(BiPredicate<Area<?>, String> namedElsewhere) {
        List<String> doubts = new ArrayList<>();
        settings.areas()
                .forEach(area ->
                        doubts.addAll(area.area().doubts(all(), name -> namedElsewhere.test(area.area(), name))));
        doubts.addAll(MethodDoubts.in(all()));
        return doubts;
    }

    /**
     * Lets each area check the environment of its operations.
     *
     * @throws KvConfigurationException if operations cannot keep their promise in this application
     */
    public void check(ConfigurableBeanFactory beans) {
        settings.areas().forEach(area -> area.area().check(this, beans));
    }

    /**
     * Adds operations.
     *
     * @throws KvConfigurationException if one contradicts another of its name
     */
    public synchronized void add(Collection<? extends Operation> operations) {
        for (Operation operation : operations) {
            List<Operation> others =
                    byName.computeIfAbsent(new Id(operation.area(), operation.name()), id -> new ArrayList<>());
            others.forEach(other -> OperationRules.requireAgreement(other, operation));
            others.add(operation);
        }
    }

    /** Returns the operation of an annotation and a name, the first if there are several; null if there is none. */
    public synchronized <O extends Operation> @Nullable O find(Area<?> area, Class<O> type, String name) {
        return findAll(area, type, name).stream().findFirst().orElse(null);
    }

    /** Returns all operations of an annotation and a name, in the order in which they were found. */
    public synchronized <O extends Operation> List<O> findAll(Area<?> area, Class<O> type, String name) {
        return byName.getOrDefault(new Id(area, name), List.of()).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private record Id(Area<?> area, String name) {}
}
