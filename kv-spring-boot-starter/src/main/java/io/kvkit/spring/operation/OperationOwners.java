package io.kvkit.spring.operation;

import io.kvkit.annotation.Cached;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Knows whose beans operations are. Two beans of one name take each other's records for theirs: of two consumers only one
 * would see an event, and of two services one would answer with the other's results. Safe for use by several threads.
 */
public final class OperationOwners {

    private static final Pattern TARGET = pattern("target");
    private static final Pattern TARGET_OR_CLASS = pattern("target(Class)?");

    private final OperationSource source;
    private final Map<String, Map<String, Operation>> byName = new HashMap<>();

    public OperationOwners(OperationSource source) {
        this.source = source;
    }

    /**
     * Takes a bean in.
     *
     * @return what is worth a warning: caches that two beans share, each once
     * @throws KvConfigurationException if it would answer for another bean, or that for it
     */
    public synchronized List<String> add(String bean, Class<?> type) {
        List<String> warnings = new ArrayList<>();
        for (Operation operation : source.of(type)) {
            String name = operation.enabled() ? id(operation) : null;
            if (name != null) {
                String warning = add(bean, operation, byName.computeIfAbsent(name, any -> new HashMap<>()));
                if (warning != null) {
                    warnings.add(warning);
                }
            }
        }
        return warnings;
    }

    private static @Nullable String add(String bean, Operation operation, Map<String, Operation> owners) {
        boolean known = owners.putIfAbsent(bean, operation) != null;
        for (Map.Entry<String, Operation> other : owners.entrySet()) {
            if (!known && !other.getKey().equals(bean) && !areToldApart(operation, other.getValue())) {
                return meet(operation, "\"" + other.getKey() + "\" and \"" + bean + "\"", owners.size() == 2);
            }
        }
        return null;
    }

    private static @Nullable String meet(Operation operation, String beans, boolean first) {
        String mend = mend(operation);
        if (operation instanceof CachedOperation) {
            return first
                    ? operation.site() + ": the beans " + beans + " share the entries of \"" + operation.name()
                            + "\", and answer with each other's results. " + mend
                    : null;
        }
        String harm = operation instanceof DedupeOperation
                ? "so an event that one handled would be a duplicate to the other"
                : "so each would answer with the other's results";
        throw operation
                .site()
                .error("name", operation.name(), "it is the name of the beans " + beans + " both, " + harm, mend);
    }

    private static String mend(Operation operation) {
        boolean fromHeader = operation instanceof IdempotentOperation once && once.header() != null;
        return (fromHeader ? "Let" : "Let the key tell them apart, as in key = \"{#root.target.name, #id}\", or let")
                + " a class of each override the method, with a name of its own";
    }

    // Methods of caches share a name that each of them has written, as they mean to.
    private static @Nullable String id(Operation operation) {
        if (operation instanceof CachedOperation) {
            Object declaration = MergedAnnotations.from(operation.site().method(), SearchStrategy.TYPE_HIERARCHY)
                    .get(Cached.class)
                    .getSource();
            return "cache " + operation.name() + " " + declaration;
        }
        boolean once = operation instanceof DedupeOperation || operation instanceof IdempotentOperation;
        return once ? operation.site().annotation() + " " + operation.name() : null;
    }

    private static boolean areToldApart(Operation one, Operation other) {
        Pattern pattern = one.site().type() == other.site().type() ? TARGET : TARGET_OR_CLASS;
        return namesOwner(pattern, one) && namesOwner(pattern, other);
    }

    private static boolean namesOwner(Pattern pattern, Operation operation) {
        KeyPlan key = operation.key();
        return pattern.matcher(key.expression() + " " + key.scope()).find();
    }

    // Not an argument of that name, nor a property of one.
    private static Pattern pattern(String name) {
        return Pattern.compile("(#root\\.|(?<![#.\\w'\"]))" + name + "\\b");
    }
}
