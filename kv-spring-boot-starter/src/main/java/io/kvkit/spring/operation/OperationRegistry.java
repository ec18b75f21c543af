package io.kvkit.spring.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All operations that are known, by kind and name. Safe for use by several threads. */
public final class OperationRegistry {

    private final OperationSettings settings;
    private final Map<String, List<Operation>> byName = new LinkedHashMap<>();

    OperationRegistry(OperationSettings settings) {
        this.settings = settings;
    }

    /** All operations, in the order in which they were found. */
    public synchronized List<Operation> all() {
        return byName.values().stream().flatMap(Collection::stream).toList();
    }

    /** How many operations there are; the one limit of a class counts once, and a bean's interface not at all. */
    public synchronized int size() {
        List<Operation> counted = new ArrayList<>();
        for (Operation operation : all()) {
            if (counted.stream().noneMatch(other -> OperationRules.isSame(other, operation))) {
                counted.add(operation);
            }
        }
        return counted.size();
    }

    /** Names in the configuration that no operation has, as {@code kv.cache.caches.prodcuts}. */
    public synchronized List<String> unmatchedNames() {
        List<String> unmatched = new ArrayList<>();
        addUnmatched(unmatched, "kv.cache.caches.", "cache", settings.cache().byName());
        addUnmatched(
                unmatched,
                "kv.idempotency.operations.",
                "idempotency",
                settings.idempotency().byName());
        addUnmatched(
                unmatched,
                "kv.rate-limit.limits.",
                "rate-limit",
                settings.rateLimit().byName());
        addUnmatched(
                unmatched, "kv.dedupe.consumers.", "dedupe", settings.dedupe().byName());
        return unmatched;
    }

    /** The {@code @Idempotent} and {@code @DedupeEvent} methods whose names are made of class and method. */
    public synchronized List<Operation> unnamed() {
        return all().stream()
                .filter(operation -> operation instanceof IdempotentOperation || operation instanceof DedupeOperation)
                .filter(operation -> !operation.named())
                .toList();
    }

    /** What works, but hardly as it is meant, each as a sentence. */
    public synchronized List<String> doubts() {
        List<String> doubts = new ArrayList<>(CacheDoubts.in(all()));
        doubts.addAll(MethodDoubts.in(all()));
        return doubts;
    }

    /**
     * Takes operations in.
     *
     * @throws KvConfigurationException if one contradicts another of its name
     */
    synchronized void add(Collection<? extends Operation> operations) {
        for (Operation operation : operations) {
            List<Operation> others = byName.computeIfAbsent(id(operation), name -> new ArrayList<>());
            others.forEach(other -> OperationRules.requireAgreement(other, operation));
            others.add(operation);
        }
    }

    /** The {@code @Cached} operation of a name; null if there is none. */
    synchronized @Nullable CachedOperation cached(String name) {
        return byName.getOrDefault("cache " + name, List.of()).stream()
                .filter(CachedOperation.class::isInstance)
                .map(CachedOperation.class::cast)
                .findFirst()
                .orElse(null);
    }

    private void addUnmatched(List<String> unmatched, String property, String kind, Map<String, ?> names) {
        for (String name : new TreeSet<>(names.keySet())) {
            if (!byName.containsKey(kind + " " + name)) {
                unmatched.add(property + name);
            }
        }
    }

    private static String id(Operation operation) {
        String kind = "cache";
        if (operation instanceof IdempotentOperation) {
            kind = "idempotency";
        } else if (operation instanceof RateLimitedOperation) {
            kind = "rate-limit";
        } else if (operation instanceof DedupeOperation) {
            kind = "dedupe";
        }
        return kind + " " + operation.name();
    }
}
