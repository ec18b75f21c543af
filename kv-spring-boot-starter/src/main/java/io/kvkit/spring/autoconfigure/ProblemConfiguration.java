package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.ProblemRules;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;

/** Configures how refusals look over HTTP. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ProblemDetail.class)
@ConditionalOnBooleanProperty(name = "kv.web.problem.enabled", matchIfMissing = true)
class ProblemConfiguration {

    @Bean
    @ConditionalOnMissingBean
    KvProblems kvProblems(KvProperties properties) {
        return problems(properties);
    }

    /** Returns the problems that the properties ask for. */
    static KvProblems problems(KvProperties properties) {
        var problem = properties.web().problem();
        var rules = new ProblemRules(
                problem.typeBase(), problem.helpUri(), properties.rateLimit().headerRules());
        return new KvProblems(rules, Areas.ALL);
    }
}
