package io.kvkit.spring.operation.read;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operation.Ownership;
import io.kvkit.spring.operation.key.KeyPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which bean has an operation. Two beans with operations of one name use each other's records: only one of
 * two consumers would see an event, and one of two services would return the other's results. Safe for use by several
 * threads.
 */
public final class OperationOwners {

    private static final Pattern TARGET = pattern("target");
    private static final Pattern TARGET_OR_CLASS = pattern("target(Class)?");

    private final OperationSource source;
    private final Map<String, Map<String, Operation>> byName = new HashMap<>();

    /** Creates an empty register. */
    public OperationOwners(OperationSource source) {
        this.source = source;
    }

    /**
     * Adds a bean.
     *
     * @return warnings about caches that two beans share, each once
     * @throws KvConfigurationException if the bean would use the records of another bean
     */
    public synchronized List<String> add(String bean, Class<?> type) {
        List<String> warnings = new ArrayList<>();
        for (Operation operation : source.of(type)) {
            Ownership ownership = operation.enabled() ? operation.ownership() : null;
            if (ownership != null) {
                Map<String, Operation> owners = byName.computeIfAbsent(ownership.id(), any -> new HashMap<>());
                String warning = add(bean, operation, ownership, owners);
                if (warning != null) {
                    warnings.add(warning);
                }
            }
        }
        return warnings;
    }

    private static @Nullable String add(
            String bean, Operation operation, Ownership ownership, Map<String, Operation> owners) {
        boolean known = owners.putIfAbsent(bean, operation) != null;
        for (Map.Entry<String, Operation> other : owners.entrySet()) {
            if (!known && !other.getKey().equals(bean) && !areToldApart(operation, other.getValue())) {
                return meet(
                        operation, ownership, "\"" + other.getKey() + "\" and \"" + bean + "\"", owners.size() == 2);
            }
        }
        return null;
    }

    private static @Nullable String meet(Operation operation, Ownership ownership, String beans, boolean first) {
        String mend = mend(ownership.byKey());
        if (ownership.harm() == null) {
            return first
                    ? operation.site() + ": the beans " + beans + " share the entries of \"" + operation.name()
                            + "\", and answer with each other's results. " + mend
                    : null;
        }
        throw operation
                .site()
                .error(
                        "name",
                        operation.name(),
                        "it is the name of the beans " + beans + " both, " + ownership.harm(),
                        mend);
    }

    private static String mend(boolean byKey) {
        return (byKey ? "Distinguish them in the key, as in key = \"{#root.target.name, #id}\", or let" : "Let")
                + " a class of each override the method, with a name of its own";
    }

    private static boolean areToldApart(Operation one, Operation other) {
        Pattern pattern = one.site().type() == other.site().type() ? TARGET : TARGET_OR_CLASS;
        return namesOwner(pattern, one) && namesOwner(pattern, other);
    }

    private static boolean namesOwner(Pattern pattern, Operation operation) {
        KeyPlan key = operation.key();
        return pattern.matcher(key.expression() + " " + key.scope()).find();
    }

    // Does not match an argument of that name, nor a property of one.
    private static Pattern pattern(String name) {
        return Pattern.compile("(#root\\.|(?<![#.\\w'\"]))" + name + "\\b");
    }
}
