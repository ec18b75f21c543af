package io.kvkit.spring.autoconfigure;

import io.kvkit.codec.Codec;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.Recipes;
import io.kvkit.spring.cached.CacheReports;
import io.kvkit.spring.cached.PassedBy;
import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.transaction.Transactions;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the beans from which areas make the guards of methods. */
@Configuration(proxyBeanMethods = false)
class RecipeConfiguration {

    @Bean
    GuardingArea.Parts kvGuardParts(Recipes recipes, Codec codec, KeyPrefix prefix, BeanFactory beans) {
        return new GuardingArea.Parts(recipes, codec, new KeySpace(prefix.value()), beans);
    }

    @Bean
    PassedBy kvPassedBy(KvListeners listeners) {
        return new PassedBy(listeners);
    }

    @Bean
    Transactions kvTransactions() {
        return Transactions.ofSpring();
    }

    @Bean
    CacheReports kvCacheReports(KvProperties properties) {
        return new CacheReports(properties.web().cacheStatus().enabled());
    }
}
