package io.kvkit.spring.ratelimited;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.attribute.MissingUnit;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Reads properties of a limit that change while the application runs. */
final class ChangedLimit {

    private static final String ROOT = "limit";
    private static final String BANDS = "bands";
    private static final Pattern BAND = Pattern.compile(BANDS + "\\[\\d{1,3}]\\.(.+)");
    private static final Map<String, Class<?>> TYPES = types(Limit.class);
    private static final Map<String, Class<?>> BAND_TYPES = types(LimitBand.class);

    private ChangedLimit() {}

    private static Map<String, Class<?>> types(Class<?> settings) {
        return Arrays.stream(settings.getRecordComponents())
                .filter(component -> !component.getName().equals(BANDS))
                .collect(Collectors.toMap(
                        component -> DataObjectPropertyName.toDashedForm(component.getName()),
                        RecordComponent::getType));
    }

    /**
     * Reads properties.
     *
     * @param place the place of the properties, for messages
     * @throws KvPropertyException if one is unknown or cannot be read
     */
    static Limit read(Map<String, String> properties, String place) {
        properties.forEach((name, value) -> check(name, value, place));
        Map<String, String> named = new TreeMap<>();
        properties.forEach((name, value) -> named.put(ROOT + "." + name, value));
        try {
            return new Binder(new MapConfigurationPropertySource(named))
                    .bind(ROOT, Bindable.of(Limit.class))
                    .orElse(Limit.NONE);
        } catch (BindException e) {
            throw unreadable(e, properties, place);
        }
    }

    private static KvPropertyException unreadable(BindException failure, Map<String, String> properties, String place) {
        String name = failure.getName().toString();
        String property = name.length() > ROOT.length() ? name.substring(ROOT.length() + 1) : "";
        String value = properties.get(property);
        return value == null
                ? new KvPropertyException(
                        place + "." + BANDS + " cannot be read",
                        "Number the bands from 0 without a gap, as in bands[0]")
                : new KvPropertyException(
                        place + "." + property + "=" + value + " cannot be read",
                        "Write a value as in the configuration");
    }

    private static void check(String name, String value, String place) {
        Class<?> type = type(name);
        if (type == null) {
            throw new KvPropertyException("There is no property " + place + "." + name, "Write one of " + all());
        }
        if (value.isBlank()) {
            throw new KvPropertyException(place + "." + name + " is empty", "Write a value");
        }
        if (type == Duration.class && MissingUnit.isIn(value)) {
            throw new KvPropertyException(
                    place + "." + name + "=" + value + ": " + MissingUnit.PROBLEM, MissingUnit.mend(value));
        }
    }

    private static @Nullable Class<?> type(String name) {
        Matcher band = BAND.matcher(name);
        return band.matches() ? BAND_TYPES.get(band.group(1)) : TYPES.get(name);
    }

    private static String all() {
        return TYPES.keySet().stream().sorted().collect(Collectors.joining(", ")) + ", or those of " + BANDS + "[0]: "
                + BAND_TYPES.keySet().stream().sorted().collect(Collectors.joining(", "));
    }
}
