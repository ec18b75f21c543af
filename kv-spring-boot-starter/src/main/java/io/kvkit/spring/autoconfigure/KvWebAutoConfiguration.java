package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.web.ClientAddress;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Auto-configuration of what makes controllers' answers recordable, replayable and standard. */
@AutoConfiguration(after = KvAutoConfiguration.class)
@ConditionalOnWebApplication
@Import({ProblemConfiguration.class, MvcConfiguration.class, WebFluxConfiguration.class})
public final class KvWebAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ClientAddress kvClientAddress(KvProperties properties) {
        return new ClientAddress(properties.rateLimit().trustedProxies());
    }
}
