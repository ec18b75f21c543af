package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.KvPropertyException;
import io.kvkit.store.KvStore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Says what is missing where Redis is wanted and Lettuce is not there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("io.lettuce.core.RedisClient")
@ConditionalOnMissingBean(KvStore.class)
@Conditional(OnStore.Redis.class)
class NoLettuceConfiguration {

    @Bean
    KvStore kvStore() {
        throw missing("The store", "kv.store=memory");
    }

    static KvPropertyException missing(String store, String instead) {
        return new KvPropertyException(
                store + " is redis, but Lettuce is not on the class path",
                "Add io.lettuce:lettuce-core, or set " + instead);
    }
}
