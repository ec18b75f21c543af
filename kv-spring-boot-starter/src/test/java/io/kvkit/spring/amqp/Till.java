package io.kvkit.spring.amqp;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.spring.ParkedEventHandler;
import io.kvkit.spring.crash.Effects;
import java.nio.file.Path;
import java.util.List;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application that handles events of RabbitMQ until it is killed. Each tenth event fails in its first attempt, bad ones in
 * each of them, and those go to the dead letters when they are parked.
 */
@Configuration(proxyBeanMethods = false)
@Import(RabbitConsumer.class)
class Till {

    static final int AT_A_TIME = 2;
    static final int ATTEMPTS = 5;

    /**
     * Starts the application.
     *
     * @param arguments the file of its effects, and its properties
     */
    public static void main(String[] arguments) {
        Effects effects = new Effects(Path.of(arguments[0]));
        new SpringApplicationBuilder(Till.class)
                .web(WebApplicationType.NONE)
                .properties(List.of(arguments).subList(1, arguments.length).toArray(String[]::new))
                .properties("kv.dedupe.consumers.till.max-attempts=" + ATTEMPTS)
                .initializers(context -> context.getBeanFactory().registerSingleton("effects", effects))
                .run();
    }

    static boolean isBad(String event) {
        return event.endsWith("50");
    }

    @Bean
    Book book(Effects effects) {
        return new Book(effects);
    }

    @Bean
    Receiver receiver(Book book) {
        return new Receiver(book);
    }

    @Bean
    ParkedEventHandler deadLetters() {
        return parked -> {
            throw new AmqpRejectAndDontRequeueException("The event is parked");
        };
    }

    static class Book {

        private final Effects effects;

        Book(Effects effects) {
            this.effects = effects;
        }

        @DedupeEvent(name = "till", key = "#id")
        public void add(String id, IdempotencyContext context) {
            if (isBad(id)) {
                effects.add("tried " + id + " " + context.attempt());
                throw new IllegalStateException("never");
            }
            if (id.endsWith("5") && context.attempt() == 1) {
                throw new IllegalStateException("not now");
            }
            effects.add("till " + id + " " + context.attempt());
        }
    }

    static class Receiver {

        private final Book book;

        Receiver(Book book) {
            this.book = book;
        }

        @RabbitListener(queues = "${queue}", concurrency = "" + AT_A_TIME)
        void on(String id) {
            book.add(id, null);
        }
    }
}
