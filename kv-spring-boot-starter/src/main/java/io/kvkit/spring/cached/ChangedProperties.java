package io.kvkit.spring.cached;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.operation.attribute.MissingUnit;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Reads properties of a cache that change while the application runs. */
final class ChangedProperties {

    private static final String ROOT = "cache";
    private static final Set<String> FIXED =
            Set.of("codec", "compression", "sealed", "shared-prefix", "tagged", "type");
    private static final Map<String, Class<?>> TYPES = Arrays.stream(Cache.class.getRecordComponents())
            .collect(Collectors.toMap(ChangedProperties::name, RecordComponent::getType));

    private ChangedProperties() {}

    private static String name(RecordComponent component) {
        return DataObjectPropertyName.toDashedForm(component.getName());
    }

    /**
     * Reads properties.
     *
     * @param place returns the full name of a property, for messages
     * @throws KvPropertyException if one is unknown, cannot change, or cannot be read
     */
    static Cache read(Map<String, String> properties, Function<String, String> place) {
        properties.forEach((name, value) -> check(name, value, place.apply(name)));
        Map<String, String> named = new TreeMap<>();
        properties.forEach((name, value) -> named.put(ROOT + "." + name, value));
        try {
            return new Binder(new MapConfigurationPropertySource(named))
                    .bind(ROOT, Bindable.of(Cache.class))
                    .orElse(Cache.NONE);
        } catch (BindException e) {
            String name = e.getName().toString().substring(ROOT.length() + 1);
            throw new KvPropertyException(
                    place.apply(name) + "=" + properties.get(name) + " cannot be read",
                    "Write a value as in the configuration");
        }
    }

    private static void check(String name, String value, String place) {
        Class<?> type = TYPES.get(name);
        if (type == null) {
            throw new KvPropertyException("There is no property " + place, "Write one of " + changeable());
        }
        if (FIXED.contains(name)) {
            throw new KvPropertyException(
                    place + " cannot change while the application runs, because stored entries would no longer fit",
                    "Change the configuration and restart");
        }
        if (value.isBlank()) {
            throw new KvPropertyException(place + " is empty", "Write a value");
        }
        if (type == Duration.class && MissingUnit.isIn(value)) {
            throw new KvPropertyException(place + "=" + value + ": " + MissingUnit.PROBLEM, MissingUnit.mend(value));
        }
    }

    private static String changeable() {
        return TYPES.keySet().stream()
                .filter(name -> !FIXED.contains(name))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
