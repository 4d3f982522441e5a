#include "common/adapters/mysql/mysql_errors.hpp"

namespace viaja::mysql {

namespace {

bool is_a_conflict(int code) {
    switch (code) {
        case 1020:  // record has changed since it was read (MariaDB, snapshot isolation)
        case 1062:  // duplicate entry for a key
        case 1205:  // lock wait timeout; the transaction goes on at the server
        case 1213:  // deadlock; the transaction was rolled back
        case 1412:  // the table was changed since the transaction's snapshot
        case 1586:  // duplicate entry, naming the key
        case 3572:  // a row is locked and was not to be waited for (MySQL; MariaDB says 1205)
            return true;
        default:
            return false;
    }
}

bool is_a_loss(int code) {
    switch (code) {
        case 1053:  // server shutdown in progress
        case 1077:  // normal shutdown
        case 1079:  // shutdown complete
        case 1152:  // aborted connection
        case 1156:  // packets out of order
        case 1158:  // error reading packets
        case 1159:  // timeout reading packets
        case 1160:  // error writing packets
        case 1161:  // timeout writing packets
        case 1184:  // aborted connection
        case 1243:  // unknown prepared statement
        case 1317:  // interrupted: the first error of a connection that was killed
        case 1615:  // a prepared statement is out of date
        case 1927:  // connection was killed (MariaDB)
        case 2000:  // unknown error of the client library, mostly of the socket
        case 2002:  // cannot connect
        case 2003:  // cannot connect
        case 2005:  // unknown host
        case 2006:  // server has gone away
        case 2012:  // error in the handshake
        case 2013:  // lost connection
        case 2026:  // TLS error
        case 2027:  // malformed packet
        case 2055:  // lost connection, with the system's error
        case 3169:  // session was killed
        case 4031:  // disconnected by the server because of inactivity
            return true;
        default:
            return false;
    }
}

bool is_a_refusal(int code) {
    switch (code) {
        case 1005:  // cannot create a table, mostly for the disk
        case 1016:  // cannot open a file
        case 1021:  // disk full
        case 1023:  // error when closing a file
        case 1024:  // error when reading a file
        case 1026:  // error when writing a file
        case 3:     // error when writing a file
        case 23:    // out of file descriptors
        case 28:    // disk full
        case 1030:  // the storage engine failed, mostly for the disk
        case 1036:  // the table is read only
        case 1037:  // out of memory
        case 1038:  // out of sort memory
        case 1040:  // too many connections
        case 1041:  // out of memory
        case 1044:  // access denied to the database
        case 1045:  // access denied
        case 1047:  // not ready (cluster)
        case 1049:  // unknown database
        case 1114:  // table is full, mostly because the disk is
        case 1129:  // host is blocked because of many connection errors
        case 1130:  // host is not allowed to connect
        case 1135:  // cannot create a thread
        case 1142:  // a right to the table is missing
        case 1143:  // a right to the column is missing
        case 1203:  // user has too many connections
        case 1206:  // no room for more locks
        case 1226:  // user has exceeded a limit
        case 1290:  // an option such as --read-only prevents it
        case 1461:  // too many prepared statements
        case 1698:  // access denied
        case 1836:  // running in read-only mode
        case 1792:  // a read-only transaction
        case 1862:  // the password has expired
        case 1969:  // took longer than the server permits (MariaDB)
        case 3024:  // took longer than the server permits (MySQL)
        case 3032:  // the server is offline
            return true;
        default:
            return false;
    }
}

bool is_a_mistake(int code) {
    switch (code) {
        case 1048:  // a column cannot be null
        case 1054:  // unknown column
        case 1060:  // duplicate column name
        case 1061:  // duplicate key name
        case 1063:  // incorrect column specifier
        case 1064:  // the text cannot be parsed
        case 1065:  // the text is empty
        case 1091:  // cannot drop what is not there
        case 1050:  // the table exists already
        case 1051:  // unknown table in DROP
        case 1110:  // a column is named twice
        case 1136:  // the number of values does not fit
        case 1146:  // no such table
        case 1149:  // the text cannot be parsed
        case 1210:  // wrong arguments
        case 1222:  // the parts of a UNION do not fit
        case 1241:  // a wrong number of columns
        case 1242:  // a subquery has more than one row
        case 1264:  // out of range
        case 1265:  // data truncated
        case 1292:  // incorrect value
        case 1295:  // cannot be prepared
        case 1300:  // invalid characters
        case 1305:  // no such function
        case 1364:  // a column without a value
        case 1365:  // division by zero
        case 1366:  // incorrect value
        case 1390:  // too many parameters
        case 1406:  // data too long
        case 1411:  // incorrect value for a function
        case 1451:  // a foreign key refers to the row
        case 1452:  // a foreign key refers to nothing
        case 1690:  // out of range
        case 3819:  // a check of the table is violated (MySQL)
        case 4025:  // a check of the table is violated (MariaDB)
            return true;
        default:
            return false;
    }
}

}  // namespace

Meaning meaning_of(int code) {
    if (is_a_conflict(code)) return Meaning::conflict;
    if (is_a_loss(code)) return Meaning::lost;
    if (is_a_refusal(code)) return Meaning::refused;
    if (is_a_mistake(code)) return Meaning::bug;
    return Meaning::failed;
}

bool is_the_clients_own(int code) {
    return code == 0 || (code >= 2000 && code < 3000);
}

}  // namespace viaja::mysql
