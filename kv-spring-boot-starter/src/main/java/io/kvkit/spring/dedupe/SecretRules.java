package io.kvkit.spring.dedupe;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.OperationRegistry;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Refuses secrets that no consumer gets, because its events would be handled without a check of their signatures. Reads
 * the names of all properties: variables of the environment may have names that are bound to nothing.
 */
final class SecretRules {

    private static final ConfigurationPropertyName CONSUMERS = ConfigurationPropertyName.of("kv.dedupe.consumers");

    private final Set<String> verified;

    /**
     * Creates the rules.
     *
     * @param operations all operations
     */
    SecretRules(OperationRegistry operations) {
        verified = operations.all().stream()
                .filter(DedupeOperation.class::isInstance)
                .map(DedupeOperation.class::cast)
                .filter(operation -> operation.origin().signatures() != null)
                .map(operation -> uniform(operation.name()))
                .collect(Collectors.toSet());
    }

    /**
     * Checks the names of all properties.
     *
     * @throws KvPropertyException if one is a secret that no consumer gets
     */
    void check(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.stream().filter(CONSUMERS::isAncestorOf).forEach(this::check);
            }
        }
    }

    private void check(ConfigurationPropertyName property) {
        int last = last(property);
        if (property.getElement(last, Form.UNIFORM).equals("secret") && !verified.contains(consumer(property, last))) {
            throw new KvPropertyException(
                    property + " is the secret of no @DedupeEvent consumer, so that events would be handled without a"
                            + " check of their signatures",
                    "Write the name of a consumer, or remove the property. If the name has hyphens, dots or capital"
                            + " letters, set the secret in application.yml, as in secret: ${ORDERS_SECRET}");
        }
    }

    // Without the index in a list of secrets.
    private static int last(ConfigurationPropertyName property) {
        int last = property.getNumberOfElements() - 1;
        return property.isNumericIndex(last) ? last - 1 : last;
    }

    private static String consumer(ConfigurationPropertyName property, int end) {
        StringBuilder name = new StringBuilder();
        for (int i = CONSUMERS.getNumberOfElements(); i < end; i++) {
            name.append(property.getElement(i, Form.UNIFORM));
        }
        return uniform(name.toString());
    }

    // A variable of the environment has neither hyphens nor capital letters, and may still be that of the consumer.
    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
