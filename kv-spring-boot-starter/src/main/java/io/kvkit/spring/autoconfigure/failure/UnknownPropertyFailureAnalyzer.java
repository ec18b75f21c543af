package io.kvkit.spring.autoconfigure.failure;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Explains a startup failure because of a name under {@code kv.} that does not exist. It never shows values. */
public final class UnknownPropertyFailureAnalyzer
        extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> implements Ordered {

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, UnboundConfigurationPropertiesException failure) {
        if (!failure.getUnboundProperties().stream().allMatch(UnknownPropertyFailureAnalyzer::isOurs)) {
            return null;
        }
        var known = new KnownProperties();
        String description = failure.getUnboundProperties().stream()
                .map(UnknownPropertyFailureAnalyzer::described)
                .collect(Collectors.joining(System.lineSeparator()));
        String action = failure.getUnboundProperties().stream()
                .map(property -> known.mend(property.getName()))
                .distinct()
                .collect(Collectors.joining(System.lineSeparator()));
        return new FailureAnalysis(description, action, failure);
    }

    private static boolean isOurs(ConfigurationProperty property) {
        return property.getName().toString().startsWith("kv.");
    }

    private static String described(ConfigurationProperty property) {
        return "The property " + property.getName() + " does not exist"
                + (property.getOrigin() == null ? "." : " (" + property.getOrigin() + ").");
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
