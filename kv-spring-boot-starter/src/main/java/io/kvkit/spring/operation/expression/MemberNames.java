package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.attribute.Typos;
import io.kvkit.spring.operation.type.ReadableProperties;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Refuses names that a type does not have, and lists those that it has. */
final class MemberNames {

    private static final int SHOWN = 8;

    private MemberNames() {}

    /** Refuses a property, unless a subtype that is unknown here may have it. */
    static void refuseProperty(Class<?> type, String name, Predicate<Class<?>> has) {
        if (Map.class.isAssignableFrom(type)) {
            throw missing(type, name, "An entry is written ['" + name + "']");
        }
        if (type.getSimpleName().equals("JsonNode")) {
            throw missing(type, name, "A field is written .path('" + name + "')." + textOf(type) + "()");
        }
        refuse(type, name, ReadableProperties.of(type), has);
    }

    /** Refuses a method, unless a subtype that is unknown here may have it. */
    static void refuseMethod(Class<?> type, String name, Predicate<Class<?>> has) {
        SortedSet<String> names =
                Members.methods(type).stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
        if (names.contains(name)) {
            throw new MissingMemberException(
                    type.getSimpleName() + "." + name + " does not take so many arguments",
                    "Write those that it takes");
        }
        refuse(type, name + "()", names, has);
    }

    private static void refuse(Class<?> type, String name, SortedSet<String> names, Predicate<Class<?>> has) {
        String plain = name.replace("()", "");
        String similar = names.stream()
                .filter(each -> isSimilar(each, plain, 2))
                .findFirst()
                .orElse("");
        boolean isClosed = !OpenTypes.mayHave(type, has);
        if (!similar.isEmpty() && (isClosed || isSimilar(similar, plain, 6))) {
            throw missing(type, name, "Did you mean " + similar + "?");
        }
        if (isClosed) {
            throw missing(type, name, name.equals(plain) ? offer(names) : "Call one that it has");
        }
    }

    private static MissingMemberException missing(Class<?> type, String name, String mend) {
        return new MissingMemberException(type.getSimpleName() + " has no " + name, mend);
    }

    private static String offer(SortedSet<String> names) {
        if (names.isEmpty()) {
            return "It has no properties";
        }
        return "It has " + names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? " and others" : "");
    }

    private static String textOf(Class<?> jsonNode) {
        return jsonNode.getName().startsWith("tools.") ? "asString" : "asText";
    }

    private static boolean isSimilar(String known, String written, int leastLength) {
        String one = known.toLowerCase(Locale.ROOT);
        String other = written.toLowerCase(Locale.ROOT);
        boolean isLong = Math.min(one.length(), other.length()) >= Math.max(4, leastLength);
        return isLong && Typos.edits(one, other) <= 2 || one.equals(other);
    }
}
