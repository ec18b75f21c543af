package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.key.text.KeyForm.Composite;
import io.kvkit.spring.operation.key.text.KeyForm.Single;
import io.kvkit.spring.operation.type.Supertypes;
import io.kvkit.store.KeyEscape;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.data.domain.Pageable;
import org.springframework.util.ReflectionUtils;

/** Values of common libraries that do not show their state through getters named after their fields. */
final class LibraryValues {

    // Their toString() contains the complete state and nothing else.
    private static final List<String> PLAIN = List.of(
            "org.springframework.http.HttpMethod",
            "org.bson.types.ObjectId",
            "kotlin.UByte",
            "kotlin.UShort",
            "kotlin.UInt",
            "kotlin.ULong",
            "kotlin.uuid.Uuid");

    private static final String SPRING_CACHE_KEY = "org.springframework.cache.interceptor.SimpleKey";

    private static final List<String> LIBRARIES = List.of("org.springframework.", "org.bson.", "kotlin.");

    private static final Map<String, List<String>> GETTERS = getters();

    private LibraryValues() {}

    /** Returns the form of the type's values; null if the type is not one of these. */
    static @Nullable KeyForm form(Class<?> type) {
        Set<String> names = Supertypes.names(type);
        if (!type.isInterface() && isOfApplication(type)) {
            return null;
        }
        if (PLAIN.stream().anyMatch(names::contains)) {
            return new Single(Object::toString);
        }
        if (names.contains("org.springframework.http.HttpHeaders")) {
            Getters all = Getters.of(type, List.of("headerSet"));
            return Composite.of("\\h", value -> List.of(headers(all.read(value).get(0))));
        }
        if (names.contains("org.springframework.data.domain.Pageable")) {
            return Composite.of(KeyEscape.mark('b', type), Data::page);
        }
        if (names.contains(SPRING_CACHE_KEY)) {
            return Composite.of("", value -> Arrays.asList(SpringCacheKey.parts(value)));
        }
        return GETTERS.entrySet().stream()
                .filter(each -> names.contains(each.getKey()))
                .findFirst()
                .map(each -> Composite.of(KeyEscape.mark('b', type), Getters.of(type, each.getValue())::read))
                .orElse(null);
    }

    // A subclass of the application may have more state than its library knows.
    private static boolean isOfApplication(Class<?> type) {
        return LIBRARIES.stream().noneMatch(type.getName()::startsWith);
    }

    // The more specific type comes first.
    private static Map<String, List<String>> getters() {
        Map<String, List<String>> getters = new LinkedHashMap<>();
        getters.put("org.springframework.http.RequestEntity", List.of("getMethod", "getUrl", "getHeaders", "getBody"));
        getters.put("org.springframework.http.ResponseEntity", List.of("getStatusCode", "getHeaders", "getBody"));
        getters.put("org.springframework.http.HttpEntity", List.of("getHeaders", "getBody"));
        getters.put("org.springframework.http.HttpStatusCode", List.of("value"));
        getters.put("org.springframework.messaging.Message", List.of("getPayload", "getHeaders"));
        getters.put("org.springframework.data.domain.Sort", List.of("toList"));
        getters.put(
                "org.springframework.data.domain.Sort$Order",
                List.of("getProperty", "getDirection", "isIgnoreCase", "getNullHandling"));
        return getters;
    }

    private static Map<String, @Nullable Object> headers(@Nullable Object headerSet) {
        Map<String, @Nullable Object> headers = new TreeMap<>();
        for (Object header : (Set<?>) Objects.requireNonNull(headerSet)) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) header;
            headers.put(String.valueOf(entry.getKey()).toLowerCase(Locale.ROOT), entry.getValue());
        }
        return headers;
    }

    /** Reads the values of getters. */
    private record Getters(List<Method> methods) {

        static Getters of(Class<?> type, List<String> names) {
            List<Method> methods = new ArrayList<>();
            for (String name : names) {
                try {
                    Method method = type.getMethod(name);
                    method.setAccessible(true);
                    methods.add(method);
                } catch (NoSuchMethodException e) {
                    throw new IllegalStateException(type + " has no " + name, e);
                }
            }
            return new Getters(List.copyOf(methods));
        }

        List<@Nullable Object> read(Object value) {
            List<@Nullable Object> parts = new ArrayList<>();
            for (Method method : methods) {
                try {
                    parts.add(method.invoke(value));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            return parts;
        }
    }

    /** The key that Spring's cache abstraction makes of several arguments: a list of them. */
    private static final class SpringCacheKey {

        private static final Field PARTS = parts();

        private static Field parts() {
            Field parts = Objects.requireNonNull(
                    ReflectionUtils.findField(SimpleKey.class, null, Object[].class), "SimpleKey has no parts");
            parts.setAccessible(true);
            return parts;
        }

        static @Nullable Object[] parts(Object key) {
            return (Object[]) Objects.requireNonNull(ReflectionUtils.getField(PARTS, key));
        }
    }

    /** A class of its own, because Spring Data may be absent. */
    private static final class Data {

        static List<?> page(Object value) {
            Pageable page = (Pageable) value;
            return page.isPaged()
                    ? Arrays.asList(page.getPageNumber(), page.getPageSize(), page.getSort())
                    : List.of(page.getSort());
        }
    }
}
