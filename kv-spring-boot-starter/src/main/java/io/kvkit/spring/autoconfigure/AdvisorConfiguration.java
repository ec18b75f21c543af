package io.kvkit.spring.autoconfigure;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.spring.KvTenantResolver;
import io.kvkit.spring.intercept.Clients;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.read.CandidateClasses;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

/** Registers the advisors and interceptors of the annotations. */
@Configuration(proxyBeanMethods = false)
@Import({AutoProxyRegistrar.class, AdvisorRegistrar.class})
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class AdvisorConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CandidateClasses kvCandidateClasses() {
        return new CandidateClasses(Areas.annotations());
    }

    @Bean
    Clients kvClients(ObjectProvider<KvTenantResolver> tenants, ApplicationContext context) {
        return new Clients(tenants.getIfAvailable(), context instanceof ReactiveWebApplicationContext);
    }

    @Bean
    MethodDrivers kvMethodDrivers(PlainDriver plain, StageDriver stage) {
        return new MethodDrivers(plain, stage);
    }
}
