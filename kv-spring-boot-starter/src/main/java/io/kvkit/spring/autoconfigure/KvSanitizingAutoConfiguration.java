package io.kvkit.spring.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that hides the secrets under {@code kv.} in the endpoints of the actuator, even if these show
 * values.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class KvSanitizingAutoConfiguration {

    // An environment variable has underscores instead of dots. The URI may contain the password.
    private static final String SECRETS = "kv[._].*(secret|password|redis[._]uri).*";

    @Bean
    SanitizingFunction kvSecrets() {
        return data -> data.getLowerCaseKey().matches(SECRETS) ? data.withSanitizedValue() : data;
    }
}
