import dev.rohrpost.socket.UnixSocketFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** What a user of the PostgreSQL driver writes: PostgresClient SOCKET. */
class PostgresClient {
  public static void main(String... arguments) throws SQLException {
    var properties = new Properties();
    properties.put("user", "test");
    properties.put("socketFactory", UnixSocketFactory.class.getName());
    properties.put("socketFactoryArg", arguments[0]);
    properties.put("sslmode", "disable");
    properties.put("socketTimeout", "30");
    try (var connection = DriverManager.getConnection("jdbc:postgresql:postgres", properties);
        var statement = connection.createStatement()) {
      try (var rows =
          statement.executeQuery(
              "SELECT sum(n), inet_client_addr(), length(repeat('x', 1000000)) FROM"
                  + " generate_series(1, 100000) AS n")) {
        rows.next();
        System.out.println(rows.getLong(1) + " " + rows.getString(2) + " " + rows.getInt(3));
      }
      statement.setQueryTimeout(1); // cancels through a second connection
      statement.execute("SELECT pg_sleep(30)");
    } catch (SQLException e) {
      System.out.println(e.getSQLState());
    }
    properties.put("socketFactoryArg", arguments[0] + ".gone");
    try {
      DriverManager.getConnection("jdbc:postgresql:postgres", properties).close();
    } catch (SQLException e) {
      System.out.println(e.getSQLState() + " " + e.getCause().getCause().getMessage());
    }
  }
}
