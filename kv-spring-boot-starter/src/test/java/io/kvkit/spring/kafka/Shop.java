package io.kvkit.spring.kafka;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvKafkaAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.crash.Effects;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

/** An application that handles events of Kafka, singly and in batches, until it is killed. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    KvAutoConfiguration.class,
    KvOperationAutoConfiguration.class,
    KvKafkaAutoConfiguration.class,
    KafkaAutoConfiguration.class
})
class Shop {

    /**
     * Starts the application.
     *
     * @param arguments the file of its effects, and its properties
     */
    public static void main(String[] arguments) {
        Effects effects = new Effects(Path.of(arguments[0]));
        new SpringApplicationBuilder(Shop.class)
                .web(WebApplicationType.NONE)
                .properties(List.of(arguments).subList(1, arguments.length).toArray(String[]::new))
                .initializers(context -> context.getBeanFactory().registerSingleton("effects", effects))
                .run();
    }

    @Bean
    Ledger ledger(Effects effects) {
        return new Ledger(effects);
    }

    @Bean
    Singly singly(Ledger ledger) {
        return new Singly(ledger);
    }

    @Bean
    Together together(Effects effects) {
        return new Together(effects);
    }

    static class Ledger {

        private final Effects effects;

        Ledger(Effects effects) {
            this.effects = effects;
        }

        @DedupeEvent(name = "singly", key = "#id")
        public void book(String id, IdempotencyContext context) {
            effects.add("singly " + id + " " + context.attempt());
        }
    }

    static class Singly {

        private final Ledger ledger;

        Singly(Ledger ledger) {
            this.ledger = ledger;
        }

        @KafkaListener(topics = "${topic}", groupId = "singly")
        void on(String id) {
            ledger.book(id, null);
        }
    }

    static class Together {

        private final Effects effects;

        Together(Effects effects) {
            this.effects = effects;
        }

        @DedupeEvent(name = "together", key = "#each")
        @KafkaListener(topics = "${topic}", groupId = "together", batch = "true")
        public void on(List<String> ids) {
            ids.forEach(id -> effects.add("together " + id + " 0"));
        }
    }
}
