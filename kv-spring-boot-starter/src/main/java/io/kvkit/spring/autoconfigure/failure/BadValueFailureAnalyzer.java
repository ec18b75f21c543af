package io.kvkit.spring.autoconfigure.failure;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.unit.DataSize;

/** Explains a startup failure because of a value under {@code kv.} that does not have the type of its property. */
public final class BadValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException failure) {
        ConfigurationProperty property = failure.getProperty();
        if (!failure.getName().toString().startsWith("kv.") || findCause(failure, ConversionException.class) == null) {
            return null;
        }
        Class<?> type = failure.getTarget().getType().resolve(Object.class);
        if (holdsMore(type)) {
            String description = failure.getName() + " is " + what(type) + ", and not a single value.";
            return new FailureAnalysis(description, mend(failure.getName(), type), failure);
        }
        return property == null ? null : analysis(property, type, failure);
    }

    private static FailureAnalysis analysis(ConfigurationProperty property, Class<?> type, BindException failure) {
        String origin = property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
        String description = failure.getName() + "=" + property.getValue() + origin + " is not " + what(type) + ".";
        return new FailureAnalysis(description, mend(type, property.getValue()), failure);
    }

    private static String what(Class<?> type) {
        if (type == Duration.class) {
            return "a time";
        }
        if (type.isEnum()) {
            return "a known value";
        }
        if (isBoolean(type)) {
            return "true or false";
        }
        if (holdsMore(type)) {
            return List.class == type ? "a list of settings" : "a map of settings";
        }
        return type == DataSize.class ? "a size" : type == URI.class ? "a URI" : "a number";
    }

    private static String mend(Class<?> type, Object value) {
        if (value.toString().startsWith("tcp://")) {
            return "Kubernetes sets this variable for a Service of that name: rename the Service, or set"
                    + " enableServiceLinks: false for the pod.";
        }
        if (type == Duration.class) {
            return "Write a time with a unit, such as 250ms, 10s, 5m or 7d.";
        }
        if (type.isEnum()) {
            return "Write one of " + constants(type) + ".";
        }
        if (isBoolean(type)) {
            return "Write true or false.";
        }
        if (type == DataSize.class) {
            return "Write a size with a unit, such as 512KB or 10MB.";
        }
        return type == URI.class ? "Write one as https://example.org/docs." : "Write a whole number.";
    }

    // A single value is set for a property that expects nested names.
    private static String mend(ConfigurationPropertyName name, Class<?> type) {
        if (type == List.class) {
            return "Write the settings of each element below " + name + "[0], " + name + "[1] and so on.";
        }
        return type.isRecord()
                ? "Its settings are " + settings(type) + ": write " + name + ". and the one that you mean."
                : "Write names of your own below it, and the settings of each below its name.";
    }

    private static String settings(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .collect(Collectors.joining(", "));
    }

    private static boolean holdsMore(Class<?> type) {
        return type.isRecord() || type == Map.class || type == List.class;
    }

    private static boolean isBoolean(Class<?> type) {
        return type == boolean.class || type == Boolean.class;
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .filter(constant -> !"default".equals(constant))
                .collect(Collectors.joining(", "));
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }
}
