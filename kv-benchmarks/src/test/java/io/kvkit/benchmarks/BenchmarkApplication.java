package io.kvkit.benchmarks;

import java.util.Map;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** A Spring Boot application with the starter and one advised bean. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class BenchmarkApplication {

    static final String PREFIX = "bench";

    static ConfigurableApplicationContext start(Map<String, Object> properties) {
        return start(BenchmarkApplication.class, properties);
    }

    static ConfigurableApplicationContext start(Class<?> application, Map<String, Object> properties) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(Map.of("kv.key-prefix", PREFIX))
                .properties(properties)
                .run();
    }

    @Bean
    Shop shop() {
        return new Shop();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DefaultPointcutAdvisor noOpAdvisor() {
        return NoOpAdvice.advisor();
    }
}
