package io.kvkit.spring.web.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers that were written to a servlet response. Tomcat returns two equal values of one header as one. */
final class WrittenHeaders {

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    void set(String name, @Nullable String value) {
        values.remove(key(name));
        add(name, value);
    }

    void add(String name, @Nullable String value) {
        if (value != null) {
            values.computeIfAbsent(key(name), first -> new ArrayList<>()).add(value);
        }
    }

    void clear() {
        values.clear();
    }

    /**
     * Returns all values of a header; if other code wrote some of them, those that the container returns.
     *
     * @param told the values that the container returns
     */
    Collection<String> all(String name, Collection<String> told) {
        List<String> written = values.getOrDefault(key(name), List.of());
        return Set.copyOf(told).equals(new HashSet<>(written)) ? List.copyOf(written) : told;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
