package io.kvkit.spring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConversionException;

/** Explains a start that failed because a value under {@code kv.} is not of the property's type. */
final class BadValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException failure) {
        ConfigurationProperty property = failure.getProperty();
        if (property == null
                || !failure.getName().toString().startsWith("kv.")
                || findCause(failure, ConversionException.class) == null) {
            return null;
        }
        Class<?> type = failure.getTarget().getType().resolve(Object.class);
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
        return type == boolean.class || type == Boolean.class ? "true or false" : "a number";
    }

    private static String mend(Class<?> type, Object value) {
        if (value.toString().startsWith("tcp://")) {
            return "Kubernetes sets this variable for a Service of that name: rename the Service, or set"
                    + " enableServiceLinks: false for the pod.";
        }
        if (type == Duration.class) {
            return "Write a time with a unit, as 250ms, 10s, 5m or 7d.";
        }
        if (type.isEnum()) {
            return "Write one of " + constants(type) + ".";
        }
        return type == boolean.class || type == Boolean.class ? "Write true or false." : "Write a whole number.";
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
